"""Feeds broken documents to the reader: ``python benchmarks/fuzz.py FOLDER [MINUTES] [SEED]``; 10 minutes by default.

Each is a document of FOLDER (.pdf, .docx, .xlsx, .zip) with something changed: bytes anywhere, objects of a PDF, what
is packed in its streams, parts of an Office file. Whatever comes of it is a result; an error of ours, or a file that
takes longer than it may, is saved beside the message so that it can become a test.
"""

import io
import re
import sys
import time
import zipfile
import zlib
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from random import Random

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from perfeval_core.extraction.extractor import Extractor
from perfeval_core.reading.sandbox import SandboxError

SAVED = Path("fuzzed")
LONGEST = 30.0
"""Seconds, for a file without pages to recognise."""
_OBJECT = re.compile(rb"\d+ 0 obj.*?endobj", re.S)
_STREAM = re.compile(rb"(<<[^<>]*/FlateDecode[^<>]*>>\s*stream\r?\n)(.*?)(\r?\nendstream)", re.S)
_TOKEN = re.compile(rb"[-+.\w/]+")
_ODD = (b"-1", b"0", b"99999999999", b"1e308", b"nan", b"/", b"<<", b"]", b"(", b"\xff", b"")


def changed_bytes(data: bytes, random: Random) -> bytes:
    """Some bytes are others, or a piece is gone or there twice."""
    array = bytearray(data)
    for _ in range(random.choice((1, 4, 32))):
        array[random.randrange(len(array))] = random.randrange(256)
    start = random.randrange(len(array))
    piece = array[start : start + random.choice((0, 0, 1, 64, 4096))]
    return bytes(array[:start] + (b"" if random.random() < 0.5 else piece * 2) + array[start + len(piece) :])


def changed_object(data: bytes, random: Random) -> bytes:
    """A PDF in which words of one object are others, or the object is that of another number."""
    found = list(_OBJECT.finditer(data))
    if not found:
        return changed_bytes(data, random)
    one, other = random.choice(found), random.choice(found)
    body = other.group() if random.random() < 0.2 else changed_tokens(one.group(), random)
    return data[: one.start()] + body + data[one.end() :]


def changed_stream(data: bytes, random: Random) -> bytes:
    """A PDF in which words of one packed stream are others; it is packed again, so that nothing is broken but it."""
    found = list(_STREAM.finditer(data))
    if not found:
        return changed_bytes(data, random)
    one = random.choice(found)
    try:
        content = zlib.decompress(one.group(2))
    except zlib.error:
        return changed_bytes(data, random)
    packed = zlib.compress(changed_tokens(content, random))
    head = re.sub(rb"/Length \d+(?: 0 R)?", b"/Length %d" % len(packed), one.group(1))
    return data[: one.start()] + head + packed + one.group(3) + data[one.end() :]


def changed_part(data: bytes, random: Random) -> bytes:
    """An Office file or archive in which one part is changed."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        names = old.namelist()
        chosen = random.choice(names)
        for name in names:
            body = old.read(name)
            change = random.choice((changed_bytes, changed_tokens)) if name == chosen and body else None
            new.writestr(name, change(body, random) if change else body)
    return out.getvalue()


def changed_tokens(content: bytes, random: Random) -> bytes:
    """Some words and numbers are others."""
    found = list(_TOKEN.finditer(content))
    for token in sorted(random.sample(found, min(len(found), random.choice((1, 3, 12)))), key=lambda t: -t.start()):
        new = random.choice((*_ODD, random.choice(found).group()))
        content = content[: token.start()] + new + content[token.end() :]
    return content


def changes(data: bytes) -> tuple[Callable[[bytes, Random], bytes], ...]:
    """The ways in which a document of this kind can be changed."""
    return (changed_part, changed_part, changed_bytes) if data.startswith(b"PK") else (
        changed_bytes, changed_object, changed_stream, changed_stream,
    )  # fmt: skip


def main(folder: Path, minutes: float, seed: int) -> None:
    """One line for each kind of outcome, and the slowest file."""
    random, outcomes, slowest = Random(seed), Counter[str](), 0.0
    kinds = {".pdf", ".docx", ".xlsx", ".zip"}
    documents = [path.read_bytes() for path in sorted(folder.rglob("*")) if path.suffix in kinds]
    extractor, end = Extractor(), time.monotonic() + 60 * minutes
    while time.monotonic() < end:
        data = random.choice(documents)
        broken = random.choice(changes(data))(data, random)
        began = time.monotonic()
        try:
            files = extractor.extract_all(broken, "file")
            outcome = " ".join(sorted({f"{file.status} {file.reason if not file.reports else ''}" for file in files}))
        except SandboxError as error:
            files, outcome = (), "an error of ours"
            save(broken, str(error))
        took = time.monotonic() - began
        recognised = '"route":"ocr"' in "".join(file.model_dump_json() for file in files)
        if took > LONGEST and not recognised:
            save(broken, f"{took:.0f} s: {outcome}")
        slowest = max(slowest, took)
        outcomes[outcome] += 1
    extractor.close()
    for outcome, count in outcomes.most_common():
        print(f"{count:>7}  {outcome}")
    print(f"{outcomes.total():>7}  in all; the slowest took {slowest:.1f} s")


def save(data: bytes, why: str) -> None:
    """Keeps a file that went wrong, and says why."""
    SAVED.mkdir(exist_ok=True)
    path = SAVED / f"{zlib.crc32(data):08x}"
    path.write_bytes(data)
    print(f"{path}: {why}", flush=True)


if __name__ == "__main__":
    options = dict(enumerate(sys.argv))
    main(Path(options[1]), float(options.get(2, 10)), int(options.get(3, 1)))
