"""What was read against the truth: every difference, and those of them that the reader was sure of."""

from collections.abc import Iterator, Sequence
from typing import Any

from perfeval_core.domain.filing import Filing
from perfeval_core.domain.place import CERTAIN

ROWS = ("budget", "indicators", "goals")


def differences(truth: Any, read: Any, path: str = "") -> Iterator[str]:
    """Where ``read`` differs from ``truth`` in anything that the truth has; it has no places."""
    if isinstance(truth, dict) and isinstance(read, dict):
        for key, value in truth.items():
            yield from differences(value, read.get(key, "<absent>"), f"{path}/{key}")
    elif isinstance(truth, list) and isinstance(read, list) and len(truth) == len(read):
        for index, (one, other) in enumerate(zip(truth, read, strict=True)):
            yield from differences(one, other, f"{path}[{index}]")
    elif truth != read:
        yield f"{path}: {read!r}, but the document says {truth!r}"


def report_differences(truth: Sequence[dict[str, Any]], reports: Sequence[Filing]) -> list[str]:
    """All differences of a file's reports from their truths."""
    return list(differences(list(truth), [report.model_dump(mode="json") for report in reports]))


def sure_errors(truth: dict[str, Any], report: Filing) -> list[str]:
    """Wrong strings of ``report`` that no place warns of: any difference if it is ``extracted``, else the fields
    whose places all have confidence. What was not read (a missing row, ``None``) is none."""
    read = report.model_dump(mode="json")
    if report.status == "extracted":
        return list(differences(truth, read))
    fields = {key: value for key, value in truth.items() if isinstance(value, str) and key not in ("status", "reason")}
    found = _sure_fields(fields, read)
    found += _sure_fields(truth["stated"], read["stated"])
    for kind in ROWS:
        for row in read[kind]:
            found += _sure_fields(_likest(truth.get(kind, ()), row), row)
    for section in read["sections"]:
        said = [one["text"] for one in truth["sections"] if one["heading"] == section["heading"]]
        if section["text"] not in said and all(line["confidence"] >= CERTAIN for line in section["at"]["text"]):
            found.append(f"{section['heading']}: {section['text']!r}, but the document says {said!r}")
    return found


def _likest(rows: Sequence[dict[str, Any]], row: dict[str, Any]) -> dict[str, Any]:
    return max(rows, key=lambda truth: sum(row[field] == value for field, value in truth.items()), default={})


def _sure_fields(truth: dict[str, Any], read: dict[str, Any]) -> list[str]:
    return [
        f"{field}: {read[field]!r}, but the document says {value!r}"
        for field, value in truth.items()
        if read.get(field) not in (None, value) and _is_sure(read, field)
    ]


def _is_sure(read: dict[str, Any], field: str) -> bool:
    at = read["at"].get(field)
    places = at if isinstance(at, list) else [at] if at else []
    return all(place["confidence"] >= CERTAIN for place in places)
