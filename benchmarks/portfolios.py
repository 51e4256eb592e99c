"""What a year's portfolio costs: ``python -m benchmarks.portfolios [REPORTS]`` from the repository.

Made-up reports of as many cells and characters as real ones, twenty a unit; one paragraph in ten is a copy. They are
archived as dossiers and then compared, as at the end of a run.
"""

import random
import resource
import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.copied_text import paragraphs
from perfeval_core.domain.dossier import Dossier, PortfolioDossier, report_id, report_version
from perfeval_core.ledger import RecordedVersion
from perfeval_core.pipeline import check_report
from perfeval_core.portfolios import Group, compared
from perfeval_core.rules.examples import filing_of
from perfeval_core.site import Site, site
from tasks.score import version_of

REPORTS = 1000
SECTIONS = 11
HEADINGS = ("1.产出情况及分析", "2.效益情况及分析", "3.满意度情况及分析", "四、项目主要经验做法")
OUTPUTS = [{"name": f"场次{row}", "target": "≥5场", "actual": "5", "weight": "5", "points": "5"} for row in range(10)]
BENEFIT = {
    "level1": "效益指标",
    "name": "水平",
    "target": "提升",
    "actual": "达成预期指标",
    "weight": "30",
    "points": "30",
}
SATISFACTION = {"level1": "满意度指标", "name": "满意度(%)", "target": "≥90%", "weight": "10", "points": "10"}


def dossiers(here: Site, number: int) -> Iterator[Dossier]:
    """Each report in a file of its own."""
    rng = random.Random(1)
    texts, _ = paragraphs(number * SECTIONS, rng)
    for index in range(number):
        own = texts[index * SECTIONS : (index + 1) * SECTIONS]
        filing = filing_of(
            {
                "project_name": f"项目{index}",
                "unit_code": str(102001 + index // 20),
                "fiscal_year": 2024,
                "budget_unit": "万元",
                "budget": [{"initial_compiled": "100", "full_year": "60", "executed": "60", "points": "10"}],
                "indicators": [*OUTPUTS, BENEFIT, SATISFACTION | {"actual": str(rng.randrange(90, 100))}],
                "sections": [{"heading": HEADINGS[row % 4], "text": text} for row, text in enumerate(own)],
                "stated": {"total": "98", "grade": "优"},
            }
        )
        sha, rules = f"{index:064x}"[::-1], here.rules(filing)
        identity = report_id(sha, 1)
        checked, _ = check_report(filing, identity, rules)
        yield Dossier(
            report_id=identity,
            report_version=report_version(sha, 1, "reader", "engine", rules.hash),
            file_sha256=sha,
            file_name=f"{index}.pdf",
            media_type="application/pdf",
            pages=8,
            reader_version="reader",
            engine_version="engine",
            ruleset_hash=rules.hash,
            report=checked,
        )


def main(number: int) -> None:
    """One line: reports, findings, CPU seconds of the portfolio and of scoring and checking, memory."""
    with TemporaryDirectory() as folder:
        here, now = site(Path(folder)), datetime.now(UTC)
        began = time.process_time()
        versions = (version_of(here, one) for one in dossiers(here, number))
        members = tuple(RecordedVersion(one, one.report_id, None, True, now) for one in versions)
        made, before = time.process_time() - began, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        began = time.process_time()
        ((_, found),) = compared(here, here.rules, [Group("year:2024", "year", "全部单位2024年度", members)])
        seconds, after = time.process_time() - began, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    if not isinstance(found, PortfolioDossier):
        raise found
    print(
        f"{number} reports, {len(found.findings)} findings, {len(found.failures)} failures, {seconds:.1f} s CPU "
        f"({1000 * seconds / number:.2f} ms a report), memory {before // 1024} -> {after // 1024} MB; "
        f"making, checking and archiving them took {made:.0f} s CPU"
    )


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else REPORTS)
