"""Recall and precision per kind over planted errors: ``python -m benchmarks.findings [SEEDS]`` from the repository.

Clean reports get one error each; recall is the share of expected findings that were made, precision the share of made
findings that were expected; over clean reports alone nothing may be made.
Of the patterns over several reports the exact hits are planted, into groups of clean reports.
"""

import random
import sys
import time
from collections import Counter
from itertools import cycle
from pathlib import Path

from perfeval_core.domain.filing import Filing
from perfeval_core.extraction.extract import extract
from perfeval_core.pipeline import check_report
from perfeval_core.rulebook import load_ruleset
from tests.planted import arithmetic, text  # noqa: F401 - they register their planters
from tests.planted.clean import clean
from tests.planted.groups import KIND, copied_targets, group, patterns
from tests.planted.planter import PLANTERS, certain, planted

SAMPLES = Path(__file__).resolve().parent.parent / "data" / "samples"
SEEDS = 200
REPORTS = 1000
GROUP_SHARE = 4
"""A group costs as much as several reports, so there are fewer of them; as many clean ones as planted ones."""


def counted(seeds: int) -> tuple[Counter[str], Counter[str], Counter[str]]:
    """By kind: expected, made, and both."""
    expected, made, both = Counter[str](), Counter[str](), Counter[str]()
    for one in PLANTERS:
        for seed in range(seeds):
            draft, wanted = planted(one, seed)
            wish = Counter((kind, str(indicator)) for kind, indicator in wanted)
            found = Counter((finding.kind, str(finding.indicator)) for finding in certain(draft))
            for counter, findings in ((expected, wish), (made, found), (both, wish & found)):
                for (kind, _), number in findings.items():
                    counter[kind] += number
    for seed in range(seeds // GROUP_SHARE):
        right = len(patterns(copied_targets(random.Random(f"copied {seed}"))))
        expected[KIND] += 1
        made[KIND] += right + len(patterns(group(random.Random(f"group {seed}"))))
        both[KIND] += min(right, 1)
    return expected, made, both


def share(part: int, whole: int) -> str:
    return f"{part / whole:8.2%}" if whole else "       —"


def timed(least: int) -> tuple[int, float, float]:
    """How many reports were read, at ``least`` so many, and CPU seconds for reading and for checking them."""
    rules, filings = load_ruleset(), list[Filing]()
    documents = cycle([path.read_bytes() for path in sorted(SAMPLES.glob("*.pdf"))])
    began = time.process_time()
    while len(filings) < least:
        filings += extract(next(documents), lambda seconds: None).reports
    read = time.process_time()
    for filing in filings:
        check_report(filing, "benchmark", rules)
    return len(filings), read - began, time.process_time() - read


def main(seeds: int) -> None:
    """One line a kind, the sum, and the clean reports."""
    expected, made, both = counted(seeds)
    print(f"{'recall':>8} {'precision':>9} {'expected':>8} {'made':>6}  kind")
    for kind in sorted(expected | made):
        numbers = f"{share(both[kind], expected[kind])} {share(both[kind], made[kind]):>9}"
        print(f"{numbers} {expected[kind]:8} {made[kind]:6}  {kind}")
    total = f"{share(both.total(), expected.total())} {share(both.total(), made.total()):>9}"
    print(f"{total} {expected.total():8} {made.total():6}  all")
    wrong = sum(len(certain(clean(random.Random(f"benchmark {seed}")))) for seed in range(seeds))
    print(f"{seeds} clean reports: {wrong} findings")
    timed(1)  # once to warm up: the lexicons and rules are loaded on first use
    reports, reading, checking = timed(REPORTS)
    costs = f"reading {1000 * reading / reports:.1f} ms, scoring and checking {1000 * checking / reports:.1f} ms"
    print(f"{reports} reports, CPU a report: {costs}; ratio {checking / reading:.2f} (at most 0.50)")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else SEEDS)
