"""How fast copied paragraphs are found: ``python -m benchmarks.copied_text [PARAGRAPHS]`` from the repository.

One paragraph in twenty is a copy of an earlier one, and one in twenty a copy with one character changed.
"""

import random
import sys
import time

from perfeval_core.rules.portfolio.similar import alike

PARAGRAPHS = 200_000
ALIKE = 90
SYLLABLES = [chr(code) for code in range(0x4E00, 0x4E00 + 2500)]


def paragraphs(number: int, rng: random.Random) -> tuple[list[str], int]:
    """Made-up paragraphs, and how many of them are copies."""
    words = ["".join(rng.choices(SYLLABLES, k=2)) for _ in range(3000)]
    written: list[str] = []
    found: list[str] = []
    for _ in range(number):
        chance = rng.random()
        if written and chance < 0.05:
            found.append(rng.choice(written))
        elif written and chance < 0.1:
            text = rng.choice(written)
            at = rng.randrange(len(text))
            found.append(text[:at] + rng.choice(SYLLABLES) + text[at + 1 :])
        else:
            written.append("".join(rng.choices(words, k=rng.randrange(25, 100))))
            found.append(written[-1])
    return found, number - len(written)


def main(number: int) -> None:
    """One line: paragraphs, copies made, copies found, CPU seconds."""
    texts, copies = paragraphs(number, random.Random(1))
    began = time.process_time()
    groups = alike(texts, ALIKE)
    seconds = time.process_time() - began
    known = sum(len(group) - 1 for group in groups)
    print(f"{number} paragraphs, {copies} copies, {known} found ({known / copies:.2%}), {seconds:.1f} s CPU")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else PARAGRAPHS)
