"""``show``: a page as a picture with boxes where they belong."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image

from perfeval_core.reading.pictures import Pictures
from tests.helpers.samples import sample

Run = Callable[..., tuple[int, str]]


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Pictures are kept in a home folder of the test's own."""
    monkeypatch.setenv("PERFEVAL_HOME", str(tmp_path / "home"))


def red(picture: Path) -> set[tuple[int, int]]:
    """The pixels in the colour of the boxes."""
    image = Image.open(picture).convert("RGB")
    pixels = image.load()
    return {(x, y) for x in range(image.width) for y in range(image.height) if pixels[x, y] == (214, 32, 32)}


def test_a_cell_is_outlined_and_nothing_else(perfeval: Run, tmp_path: Path) -> None:
    plain, cell = tmp_path / "plain.png", tmp_path / "cell.png"
    page = ("show", sample("水务局"), "--page", "4", "--dpi", "72")
    assert perfeval(*page, "-o", plain)[0] == 0
    code, shown = perfeval(*page, "-o", cell, "--cell", "维修农村供水工程(处).points")
    assert (code, "框出 1 处" in shown) == (0, True)
    assert red(plain) == set()
    across, down = zip(*red(cell), strict=True)
    image = Image.open(cell)
    assert 0.65 < min(across) / image.width < max(across) / image.width < 0.80
    assert 0.33 < min(down) / image.height < max(down) / image.height < 0.45


def test_findings_of_the_page_are_outlined(perfeval: Run, tmp_path: Path) -> None:
    code, shown = perfeval("show", sample("水务局"), "--page", "4", "--findings", "-o", tmp_path / "page.png")
    assert (code, "框出 2 处" in shown) == (0, True)


def test_a_cell_alone(perfeval: Run, tmp_path: Path) -> None:
    cell = tmp_path / "cell.png"
    page = ("show", sample("水务局"), "--page", "4", "--dpi", "72", "--cell", "维修农村供水工程(处).points")
    assert perfeval(*page, "--crop", "-o", cell)[0] == 0
    image = Image.open(cell)
    assert image.width < 160
    assert image.height < 160
    assert red(cell)


def test_a_page_is_drawn_once(tmp_path: Path) -> None:
    """The second time it comes from the folder: nothing needs to be drawn, and nothing else is forgotten."""
    data = sample("水务局").read_bytes()
    pictures = Pictures(tmp_path)
    first = pictures.page(data, 4)
    [kept] = tmp_path.iterdir()
    kept.write_bytes(first + b"kept")
    assert pictures.page(data, 4) == first + b"kept"
    pictures.close()


def test_the_oldest_pictures_are_forgotten(tmp_path: Path) -> None:
    data = sample("水务局").read_bytes()
    pictures = Pictures(tmp_path, most_bytes=1)
    pictures.page(data, 3)
    pictures.page(data, 4)
    assert [path.name.split("-")[1] for path in tmp_path.iterdir()] == ["4"]
    pictures.close()


@pytest.mark.parametrize(
    ("name", "words"),
    [("水务局", ("--page", "44")), ("水务局", ("--page", "4", "--cell", "没有的内容")), ("交通局", ("--page", "1"))],
)
def test_what_cannot_be_shown_is_said(perfeval: Run, tmp_path: Path, name: str, words: tuple[str, ...]) -> None:
    assert perfeval("show", sample(name), *words, "-o", tmp_path / "page.png")[0] == 2
    assert not (tmp_path / "page.png").exists()
