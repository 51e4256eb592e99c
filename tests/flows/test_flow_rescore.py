"""Everything stored under other rules: new versions beside the old, other queues, and back again."""

from flows.rescore import rescore_all
from perfeval_core.doctor import problems
from perfeval_core.regulation import rules_by
from perfeval_core.rescoring import changes
from perfeval_core.site import Site
from tests.helpers.running import run
from tests.helpers.samples import SAMPLES


def test_other_rules_make_versions_beside_the_old_and_the_old_ones_come_back(here: Site) -> None:
    run(here, SAMPLES)
    before = {one.version.report_version for one in here.ledger.versions()}
    queued = {one.item.item_id for one in here.ledger.items()}

    summary = rescore_all("platform", home=str(here.settings.home))
    after = {one.version.report_version for one in here.ledger.versions()}
    assert summary.errors == ()
    assert (len(before), len(after), before & after) == (11, 11, set())
    assert list(problems(here)) == []
    with here.warehouse() as warehouse:
        packs = warehouse.fetch("SELECT count(DISTINCT ruleset_hash) AS rulesets, count(*) AS reports FROM report")
    assert packs == [{"rulesets": 2, "reports": 22}]

    rescore_all(home=str(here.settings.home))
    assert {one.version.report_version for one in here.ledger.versions()} == before
    assert {one.item.item_id for one in here.ledger.items()} == queued
    assert list(problems(here)) == []


def test_the_same_rules_change_nothing(here: Site) -> None:
    run(here, SAMPLES)
    events = here.ledger.events(limit=10_000)
    summary = rescore_all(home=str(here.settings.home))
    assert (summary.changes, summary.items_new) == ((), 0)
    assert here.ledger.events(limit=10_000) == events


def test_a_dry_run_says_what_a_run_then_does(here: Site) -> None:
    run(here, SAMPLES)
    rules = rules_by(here.settings, "platform")
    dossiers = [here.archive.get_dossier(one.version.dossier_sha256) for one in here.ledger.versions()]
    said = {change.report_id: change for change in changes(dossiers, rules)}
    done = {change.report_id: change for change in rescore_all("platform", home=str(here.settings.home)).changes}
    assert said == done != {}
    assert {change.pack_after for change in said.values()} == {"platform"}
