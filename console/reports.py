"""How a command finds the report that a person names."""

from console import output
from perfeval_core.ledger import RecordedVersion
from perfeval_core.site import Site


def find_report(here: Site, name: str) -> RecordedVersion:
    """The version, or the current version of the report, whose id begins like this; else exit code 2."""
    every = here.ledger.versions(current_only=False)
    for found in (
        [one for one in every if one.current and one.version.report_id == name],
        [one for one in every if one.current and one.version.report_id.startswith(name)],
        [one for one in every if one.version.report_version.startswith(name)],
    ):
        if len(found) == 1:
            return found[0]
        if found:
            output.fail(f"不止一份报告的编号以“{name}”开头：{'、'.join(one.version.report_id for one in found[:5])}")
    output.fail(f"没有编号以“{name}”开头的报告；perfeval queue list 和收件结果里有报告编号")
