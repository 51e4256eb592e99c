"""Rules, lines and judgement on drawn pictures: the ways in which a glyph could vanish or turn into another."""

import socket

import pytest

pytest.importorskip("cv2", reason="needs pip install 'perfeval[ocr]'")
pytest.importorskip("onnxruntime", reason="needs pip install 'perfeval[ocr]'")

import cv2
import numpy as np

from perfeval_core.domain.place import CERTAIN
from perfeval_core.reading.ocr.judging import Evidence, confidence
from perfeval_core.reading.ocr.picture import Picture
from perfeval_core.reading.ocr.recogniser import Reading, Recogniser
from perfeval_core.reading.ocr.rules import page_rules
from perfeval_core.reading.ocr.segments import strips

SCALE = 300 / 72
EM = 40
"""Pixels."""


def picture(draw: np.ndarray) -> Picture:
    ink = draw < 128
    return Picture(draw, ink, ink, np.zeros_like(ink), SCALE, 0.0, 0.0)


def box(draw: np.ndarray, *corners: int) -> None:
    x0, top, x1, bottom = corners
    cv2.rectangle(draw, (x0, top), (x1, bottom), 0, 3)


def test_rules_of_a_table_are_found_and_a_dash_in_a_cell_is_none() -> None:
    draw = np.full((600, 1200), 255, np.uint8)
    box(draw, 100, 100, 1000, 200)
    cv2.line(draw, (400, 100), (400, 200), 0, 3)
    cv2.line(draw, (200, 150), (320, 150), 0, 3)  # a dash
    rules, covered = page_rules(picture(draw))
    assert sum(rule.vertical for rule in rules) == 3
    assert sum(not rule.vertical for rule in rules) == 2
    assert covered[100, 500]
    assert not covered[150, 200:320].any()


@pytest.mark.parametrize("start", [104, 110, 120])
def test_a_stroke_that_begins_beside_a_rule_is_none(start: int) -> None:
    """一 at the left of a cell, run into the next character: erased as a rule it would be missing in silence."""
    draw = np.full((600, 1200), 255, np.uint8)
    box(draw, 100, 100, 1000, 200)
    cv2.line(draw, (start, 150), (start + 80, 150), 0, 3)
    rules, _ = page_rules(picture(draw))
    assert sum(not rule.vertical for rule in rules) == 2


def test_ink_in_two_lines_is_two_lines_and_a_leader_is_not_read() -> None:
    draw = np.full((400, 2000), 255, np.uint8)
    for top in (50, 150):
        for left in range(100, 500, 50):
            box(draw, left, top, left + 36, top + 38)
    for left in range(560, 1500, 18):
        cv2.rectangle(draw, (left, 84), (left + 4, 88), 0, -1)
    box(draw, 1540, 52, 1560, 88)
    first, second = strips(draw < 128, (0, 0, 2000, 400), EM, SCALE)
    assert [round(left, -2) for left, *_ in first.pieces] == [100, 1500]
    assert len(second.pieces) == 1
    assert not first.forced


def evidence(text: str, ink: list[tuple[int, int]], places: tuple[float, ...], probability: float = 0.999) -> Evidence:
    mask = np.zeros((EM, max(stop for _, stop in ink)), bool)
    for start, stop in ink:
        mask[:, start:stop] = True
    return Evidence((Reading(text, probability), Reading(text, probability)), mask, places, EM)


DIGITS = [(0, 16), (20, 36), (40, 56)]


def test_each_digit_where_its_ink_is_is_sure() -> None:
    assert confidence(evidence("100", DIGITS, (6, 26, 46))) >= CERTAIN


@pytest.mark.parametrize(
    "read",
    [
        pytest.param(evidence("10", DIGITS, (6, 46)), id="a digit left out"),
        pytest.param(evidence("00", DIGITS, (26, 46)), id="the first left out"),
        pytest.param(evidence("100", DIGITS, (6, 26, 46), 0.9), id="improbable"),
        pytest.param(evidence("l00", DIGITS, (6, 26, 46)), id="a letter like a digit"),
        pytest.param(evidence("一", [(0, 40)], (16,)), id="a stroke alone"),
        pytest.param(evidence("", DIGITS, ()), id="nothing"),
        pytest.param(evidence("93亩", [(0, 18), (40, 56), (60, 76), (80, 120)], (46, 66, 96)), id="a sign left out"),
    ],
)
def test_what_the_ink_does_not_bear_out_is_not_sure(read: Evidence) -> None:
    assert confidence(read) < CERTAIN


def test_two_readings_that_differ_are_not_sure() -> None:
    one = evidence("100", DIGITS, (6, 26, 46))
    two = Evidence((one.readings[0], Reading("700", 0.999)), one.ink, one.places, EM)
    assert confidence(two) < CERTAIN


def test_recognition_needs_no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise OSError("there is no network")

    monkeypatch.setattr(socket, "socket", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    draw = np.full((60, 260), 255, np.uint8)
    cv2.putText(draw, "2024", (20, 48), cv2.FONT_HERSHEY_SIMPLEX, 1.6, 0, 3)
    assert Recogniser().read(draw).text == "2024"
