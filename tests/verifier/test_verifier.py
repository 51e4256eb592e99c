"""The verifier, run as a program of its own: it accepts every true dossier and no dossier with one altered number."""

import json
import random
import re
import subprocess
import sys
from collections.abc import Iterator
from copy import deepcopy
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from perfeval_core.domain.filing import ExtractedFile, Filing
from perfeval_core.extraction.extractor import Extractor
from perfeval_core.pipeline import check_file, dossiers
from perfeval_core.rulebook import list_packs, load_ruleset
from perfeval_core.rules.examples import filing_of
from tests.helpers.samples import SAMPLES
from tests.helpers.truth import CORPUS, needs_corpus, with_places
from tests.scoring.test_second import a_line, cells, number

ROOT = Path(__file__).parents[2]
VERIFIER = ROOT / "docs" / "verify_dossier.py"

Json = dict[str, Any]


def made(file: ExtractedFile, pack: str = "mof-2020-10") -> list[Json]:
    rules = load_ruleset(pack)
    found = dossiers(check_file(file, lambda filing: rules), lambda filing: rules, "reader")
    return [json.loads(dossier.model_dump_json()) for dossier in found]


def file_of(*filings: Filing) -> ExtractedFile:
    return ExtractedFile(
        path="x.pdf", sha256="0" * 64, media_type=None, pages=None, status="extracted", reports=tuple(filings)
    )


@cache
def of_samples() -> list[Json]:
    """The dossiers of all samples that can be read."""
    extractor = Extractor()
    try:
        files = [extractor.extract(path.read_bytes(), path.name) for path in sorted(SAMPLES.glob("*.pdf"))]
    finally:
        extractor.close()
    return [dossier for file in files for dossier in made(file)]


def verified(folder: Path, found: list[Json]) -> dict[int, str]:
    """The numbers of the dossiers that the program refuses, with what it says."""
    paths = [folder / f"{number}.json" for number in range(len(found))]
    for path, dossier in zip(paths, found, strict=True):
        path.write_text(json.dumps(dossier, ensure_ascii=False), encoding="utf-8")
    command = [sys.executable, "-I", str(VERIFIER), *map(str, paths)]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", timeout=100)
    assert done.stderr == ""
    said = re.split(r"^.*?(\d+)\.json: ", done.stdout, flags=re.MULTILINE)[1:]
    refused = {
        int(one): text for one, text in zip(said[::2], said[1::2], strict=True) if "every number agrees" not in text
    }
    assert done.returncode == (1 if refused else 0)
    return refused


def made_up(pack: str, count: int) -> list[Json]:
    """Dossiers of made-up reports: all methods, wrong and right points, blanks, stated sums that hold or not."""
    rng, filings = random.Random(f"verifier {pack}"), []
    for _ in range(count):
        rows = [
            cells(a_line(rng), "人") | {"points": rng.choice(("", "3", "10", "7.5"))} for _ in range(rng.randrange(5))
        ]
        money = {field: number(rng, 90000) for field in ("initial_compiled", "full_year", "executed")}
        money |= {"points": rng.choice(("", "10", "8.5")), "max_points": rng.choice(("", "10", "20"))}
        if rng.random() < 0.2:
            money["full_year"] = rng.choice(("", "2.6亿元", "3,000万元", "0"))
        stated = {"total": rng.choice(("85", "90", "")), "grade": rng.choice(("优", "良", "", "合格"))}
        stated |= {"indicator_points": rng.choice(("80", "75.5", "")), "execution_points": rng.choice(("10", ""))}
        budget = [money] if rng.random() < 0.9 else []
        filings.append(
            {"budget": budget, "budget_unit": rng.choice(("元", "万元")), "indicators": rows, "stated": stated}
        )
    return made(file_of(*(filing_of(filing | {"index": n + 1}) for n, filing in enumerate(filings))), pack)


def test_it_is_short_and_stands_alone() -> None:
    text = VERIFIER.read_text(encoding="utf-8")
    assert len(text.splitlines()) < 200
    imports = set(re.findall(r"^(?:import|from) (\w+)", text, flags=re.MULTILINE))
    assert imports <= sys.stdlib_module_names


def test_it_accepts_the_samples(tmp_path: Path) -> None:
    found = of_samples()
    assert len(found) >= 10
    assert verified(tmp_path, found) == {}


@pytest.mark.parametrize("pack", list_packs())
def test_it_accepts_any_report_under_any_pack(tmp_path: Path, pack: str) -> None:
    assert verified(tmp_path, made_up(pack, 150)) == {}


@needs_corpus
def test_it_accepts_the_corpus(tmp_path: Path) -> None:
    found: list[Json] = []
    for path in sorted(Path(CORPUS or "").glob("*/*.json")):
        content = json.loads(path.read_text(encoding="utf-8"))
        found += made(file_of(*(with_places(report) for report in content["reports"])))
    assert len(found) > 30
    assert verified(tmp_path, found) == {}


NUMBER = re.compile(r"-?\d+(\.\d+)?")
NOT_DERIVED = {"at", "citation", "inputs", "note", "name", "parameters", "pack", "pack_hash", "row"}


def numbers(tree: Any, path: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    """The paths to all strings of a score sheet that hold a derived number."""
    if isinstance(tree, dict):
        for key, value in tree.items():
            if key not in NOT_DERIVED:
                yield from numbers(value, (*path, key))
    elif isinstance(tree, list):
        for key, value in enumerate(tree):
            yield from numbers(value, (*path, key))
    elif isinstance(tree, str) and NUMBER.search(tree):
        yield path


def altered(dossier: Json, path: tuple[str | int, ...]) -> Json:
    """A copy in which the first number at ``path`` is another one."""
    copy = deepcopy(dossier)
    place: Any = copy
    for key in path[:-1]:
        place = place[key]
    place[path[-1]] = NUMBER.sub(
        lambda found: str(int(found[0].split(".")[0]) + 1) + (found[1] or ""), place[path[-1]], count=1
    )
    return copy


def test_it_refuses_any_one_altered_number_of_the_score_sheet(tmp_path: Path) -> None:
    found = [*of_samples()[:3], *made_up("platform", 10), *made_up("hubei", 10)]
    trials = [
        (path, altered(dossier, ("report", "scores", *path)))
        for dossier in found
        for path in numbers(dossier["report"]["scores"])
    ]
    refused = verified(tmp_path, [trial for _, trial in trials])
    assert len(trials) > 300
    assert [path for number, (path, _) in enumerate(trials) if number not in refused] == []


CELLS = ("target", "actual", "weight", "points")


def test_it_refuses_a_cell_that_does_not_belong_to_the_proof(tmp_path: Path) -> None:
    trials = [
        altered(dossier, ("report", "indicators", row, cell))
        for dossier in of_samples()[:4]
        for row, line in enumerate(dossier["report"]["indicators"])
        for cell in CELLS
        if NUMBER.search(line[cell] or "")
    ]
    trials += [altered(dossier, ("report", "stated", "total")) for dossier in of_samples()[:4]]
    assert len(trials) > 50
    assert len(verified(tmp_path, trials)) == len(trials)
