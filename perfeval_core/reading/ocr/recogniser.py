"""The recogniser (文字识别): one line of text as a picture to its characters, with the probability of the whole string.

The network is the PP-OCRv6 one in rapidocr's wheel. It is run directly: rapidocr's own answer keeps the mean of the
characters' scores, and what counts here is whether every one of them is right and none is missing.
"""

import re
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from perfeval_core.reading.text import fold

Gray = NDArray[np.uint8]

HEIGHT = 48
"""Pixels; what the network was trained on."""
_STRIDE = 8
"""Pixels of width to each step of the network's answer."""
_BLANK = 0
_ROUND_NUMBER = re.compile(r"[\d.,%]*[0Oo〇][\d.,%Oo〇]*")
_WIDEST = 6400
"""Pixels; no line of a page is longer, and memory goes with it."""
_FEWEST = 64
"""Pixels of width; a narrower picture is padded."""


@dataclass(frozen=True)
class Reading:
    """What a picture says: the characters, how probable all of them together are, and where each begins (0 to 1)."""

    text: str
    probability: float
    positions: tuple[float, ...] = ()


def installed() -> bool:
    """Whether the extra ``ocr`` is there."""
    return find_spec("rapidocr") is not None and find_spec("onnxruntime") is not None


class Recogniser:
    """The network, loaded once a process."""

    def __init__(self) -> None:
        import onnxruntime

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        options.enable_cpu_mem_arena = False  # an arena keeps the memory of the longest line for ever
        options.log_severity_level = 4
        self._session = onnxruntime.InferenceSession(str(_model()), options, providers=["CPUExecutionProvider"])
        self._name = self._session.get_inputs()[0].name
        listed = self._session.get_modelmeta().custom_metadata_map["character"].splitlines()
        self._alphabet = [fold(character) for character in ("", *listed, " ")]
        self._same = _alike(self._alphabet)
        self._round = [self._alphabet.index(character) for character in "0Oo〇"]

    def read(self, picture: Gray) -> Reading:
        """The text of one line; ``picture`` is black on white."""
        if picture.shape[1] * HEIGHT > _WIDEST * picture.shape[0]:
            return Reading("", 0.0)
        values, share = _network_input(picture)
        [answer] = self._session.run(None, {self._name: values})
        steps = answer[0]
        for first, others in self._same.items():
            steps[:, first] += steps[:, others].sum(axis=1)
            steps[:, others] = 0.0
        return self._decode(steps, share)

    def _decode(self, steps: NDArray[Any], share: float) -> Reading:
        """The most probable character at each step, repetitions and blanks left out."""
        text, starts, labels = self._spelt(steps)
        if _ROUND_NUMBER.fullmatch(text):  # among digits a round letter is a nought
            zero, *letters = self._round
            steps[:, zero] += steps[:, letters].sum(axis=1)
            steps[:, letters] = 0.0
            text, starts, labels = self._spelt(steps)
        places = tuple(float(start + 0.5) / len(steps) / share for start in starts)
        return Reading(text, _probability(steps, labels), places)

    def _spelt(self, steps: NDArray[Any]) -> tuple[str, NDArray[Any], NDArray[Any]]:
        best = steps.argmax(axis=1)
        starts = np.flatnonzero((best != _BLANK) & (np.diff(best, prepend=_BLANK) != 0))
        labels = best[starts]
        return "".join(self._alphabet[label] for label in labels), starts, labels


def _alike(alphabet: list[str]) -> dict[int, list[int]]:
    """Characters that fold to the same text, under the first of them: （ and ( are one, a space is a blank."""
    groups: dict[str, list[int]] = {}
    for label, text in enumerate(alphabet):
        groups.setdefault(text, []).append(label)
    return {labels[0]: labels[1:] for labels in groups.values() if len(labels) > 1}


def _model() -> Path:
    spec = find_spec("rapidocr")
    if spec is None or spec.origin is None:
        raise RuntimeError("rapidocr is not installed")
    return Path(spec.origin).parent / "models" / "PP-OCRv6_rec_small.onnx"


def _network_input(picture: Gray) -> tuple[NDArray[np.float32], float]:
    """What the network takes, and the share of its width that is ``picture``: the rest is white."""
    import cv2

    height, width = picture.shape
    wide = max(1, round(width * HEIGHT / height))
    shrinks = height > HEIGHT
    scaled = cv2.resize(picture, (wide, HEIGHT), interpolation=cv2.INTER_AREA if shrinks else cv2.INTER_CUBIC)
    room = max(_FEWEST, -(-wide // _STRIDE) * _STRIDE)
    padded = np.full((HEIGHT, room), 255, np.uint8)
    padded[:, :wide] = scaled
    values = padded.astype(np.float32) / 127.5 - 1.0
    return np.repeat(values[np.newaxis, np.newaxis], 3, axis=1), wide / room


def _probability(steps: NDArray[Any], labels: NDArray[Any]) -> float:
    """The probability of exactly this string: the sum over all ways in which the steps can spell it (CTC forward)."""
    states = np.zeros(2 * len(labels) + 1, np.intp)
    states[1::2] = labels
    skips = np.zeros(len(states), bool)
    skips[3::2] = labels[1:] != labels[:-1]
    chances = steps[:, states].astype(np.float64)
    alpha = np.zeros(len(states))
    alpha[:2] = chances[0, :2]
    for step in chances[1:]:
        moved = alpha.copy()
        moved[1:] += alpha[:-1]
        moved[2:] += np.where(skips[2:], alpha[:-2], 0.0)
        alpha = moved * step
    return float(min(1.0, alpha[-2:].sum()))


@cache
def recogniser() -> Recogniser:
    """The process's recogniser, loaded when first needed."""
    return Recogniser()
