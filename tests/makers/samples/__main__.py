"""Makes ``data/samples``: the documents, ``expected.json`` and the README."""

import hashlib
import json
import sys
from typing import Any

from tests.makers.by_reportlab import produce
from tests.makers.document import blocks
from tests.makers.making import Made, compiled, make, missing
from tests.makers.samples import PACK, SAMPLES, Part, Sample, samples
from tests.makers.samples.readme import readme


def main(names: list[str]) -> int:
    """Makes all files, or those whose name contains one of ``names``; the others keep what ``expected.json`` says."""
    lacking = {reason for producer in ("chromium", "libreoffice") if (reason := missing(producer))}
    if lacking:
        print(*lacking, sep="\n", file=sys.stderr)
        return 1
    path = SAMPLES / "expected.json"
    known = {one["path"]: one for one in json.loads(path.read_text("utf-8"))["files"]} if path.exists() else {}
    every = samples()
    for sample in every:
        if not names or any(name in sample.file for name in names):
            known[sample.file] = build(sample)
            print(sample.file)
    files = [known[sample.file] for sample in every]
    path.write_text(
        json.dumps({"version": 1, "pack": PACK, "files": files}, ensure_ascii=False, indent=1) + "\n", "utf-8"
    )
    (SAMPLES / "README.md").write_text(readme(every), "utf-8")
    return 0


def build(sample: Sample) -> dict[str, Any]:
    """Writes one file and returns what is to be expected of it."""
    pdf, made = (_locked(sample.parts[0], sample.password), None) if sample.password else _open(sample)
    (SAMPLES / sample.file).write_bytes(pdf)
    return {
        "path": sample.file,
        "sha256": hashlib.sha256(pdf).hexdigest(),
        "producers": [part.producer for part in sample.parts],
        "pages": made.pages if made else None,
        "status": "extracted" if made else "quarantined",
        "reason": None if made else "encrypted",
        "reports": made.truth if made else [],
        "findings": findings(sample),
    }


def findings(sample: Sample) -> list[dict[str, Any]]:
    """The certain findings of a sample, each with the index of its report."""
    return [
        {"report": index, **finding.model_dump()}
        for index, part in enumerate(sample.parts, start=1)
        for finding in part.findings
    ]


def _open(sample: Sample) -> tuple[bytes, Made]:
    documents = [make(part.report, part.producer, part.look) for part in sample.parts]
    made = documents[0] if len(documents) == 1 else compiled(documents)
    return made.pdf, made


def _locked(part: Part, password: str) -> bytes:
    return produce(blocks(part.report, part.look, {}), part.look, password)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
