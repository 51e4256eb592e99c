"""What a home needs every night: waivers ended, a backup, leftovers deleted, space given back, all of it examined."""

from collections.abc import Iterable
from pathlib import Path

from prefect import flow
from prefect.artifacts import create_markdown_artifact
from prefect.runtime import flow_run

from flows.summary import Maintained, Trouble
from perfeval_core.backup import Backup
from perfeval_core.retention import Discarded
from perfeval_core.running import running
from perfeval_core.site import Site, site
from tasks.maintain import back_up, compact, discard, end_waivers, examine, remind, report
from tasks.step import OurError


@flow(name="maintain", validate_parameters=False)
def maintain(home: str | None = None) -> Maintained:
    """The maintenance of ``home``. A step that cannot be done keeps no other from being done; the summary names it."""
    here = site(Path(home) if home else None)
    with running(here, "maintain", flow_run.id) as run:
        summary = _maintain(here)
        run.errors = len(summary.errors) + len(summary.problems)
        create_markdown_artifact(summary.overview, key="maintenance", description="维护概况")
    return summary


def _maintain(here: Site) -> Maintained:
    ended, backup, discarded = end_waivers(here), back_up(here), discard(here)
    compacted, problems = compact(here), examine(here)
    found = [] if isinstance(problems, OurError) else problems
    errors = _errors((ended, backup, discarded, compacted, problems))
    if isinstance(backup, Backup):
        errors += [OurError("备份", error) for error in backup.lost]
    items_new = report(here, found, errors)
    remind(here)
    return Maintained(
        waivers_ended=ended if isinstance(ended, int) else 0,
        backup=backup if isinstance(backup, Backup) else None,
        discarded=discarded if isinstance(discarded, Discarded) else None,
        problems=tuple(Trouble(code=one.code, message=one.message_zh, subject=one.subject) for one in found),
        items_new=items_new if isinstance(items_new, int) else 0,
        errors=tuple(f"{one.subject}：{one.message}" for one in [*errors, *_errors([items_new])]),
    )


def _errors(results: Iterable[object]) -> list[OurError]:
    return [one for one in results if isinstance(one, OurError)]
