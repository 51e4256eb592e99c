"""A damaged file never becomes a report with missing or wrong words in silence."""

import re
import zlib
from collections.abc import Iterator
from pathlib import Path

import pytest

from perfeval_core.domain.filing import Filing
from perfeval_core.extraction.extractor import Extractor
from perfeval_core.reading.pagedoc import Unreadable
from perfeval_core.reading.pdf.whole import Whole
from tests.extraction.comparing import report_differences
from tests.reading import hostile

SAMPLES = Path(__file__).parents[2] / "data" / "samples"
MOST_STREAMS = 12


@pytest.fixture(scope="module")
def extractor() -> Iterator[Extractor]:
    """A warm extractor."""
    one = Extractor()
    yield one
    one.close()


def damaged(data: bytes) -> Iterator[bytes]:
    """``data`` with eight bytes changed in the middle of one stream after the other."""
    places = [match.end() for match in re.finditer(rb"(?<!end)stream\r?\n", data)]
    for begin in places[:: max(1, len(places) // MOST_STREAMS)]:
        end = data.find(b"endstream", begin)
        if end - begin > 40:
            middle = (begin + end) // 2
            yield data[:middle] + bytes(byte ^ 0x5A for byte in data[middle : middle + 8]) + data[middle + 8 :]


@pytest.mark.parametrize("path", sorted(SAMPLES.glob("*.pdf")), ids=lambda path: path.stem)
def test_a_damaged_stream_is_told(path: Path, extractor: Extractor) -> None:
    whole = extractor.extract(path.read_bytes(), path.name)
    if whole.reason == "encrypted":
        pytest.skip("locked: nothing of it is read")
    truth = [_without_places(report) for report in whole.reports]
    told = 0
    for data in damaged(path.read_bytes()):
        file = extractor.extract(data, path.name)
        told += file.reason == "damaged"
        if file.status == "extracted":
            assert report_differences(truth, file.reports) == []
    assert told > 0


def _without_places(report: Filing) -> dict[str, object]:
    def plain(value: object) -> object:
        if isinstance(value, dict):
            return {key: plain(item) for key, item in value.items() if key != "at"}
        return [plain(item) for item in value] if isinstance(value, list) else value

    return {key: plain(value) for key, value in report.model_dump(mode="json").items() if key != "at"}


def test_packed_content_is_looked_at_whichever_way_its_length_is_given() -> None:
    whole = hostile.damaged_stream()
    with pytest.raises(Unreadable, match="解压失败"):
        Whole(whole)
    indirect = re.sub(rb"/Length (\d+) (?= /Filter)", b"/Length 6 0 R ", whole)
    length = re.search(rb"/Length (\d+)", whole)
    assert length is not None
    with pytest.raises(Unreadable, match="解压失败"):
        Whole(indirect.replace(b"xref\n", b"6 0 obj\n%s\nendobj\nxref\n" % length.group(1), 1))


def test_a_whole_file_is_whole() -> None:
    Whole(hostile.written("text"))
    Whole(hostile.many_lines(10))


def test_layers_are_seen_in_packed_objects_too() -> None:
    plain = hostile.written("text")
    catalog = b"<< /Type /Catalog /OCProperties << >> >>"
    packed = (
        b"9 0 obj\n" + hostile.stream(zlib.compress(catalog), b"/Type /ObjStm /Filter /FlateDecode") + b"\nendobj\n"
    )
    assert not Whole(plain).layered
    assert Whole(plain.replace(b"xref\n", packed + b"xref\n", 1)).layered
