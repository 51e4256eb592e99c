"""PDF by Chromium's print."""


def missing() -> str | None:
    """Why it cannot be used."""
    return "not built yet"


def produce(blocks: list, look: object) -> bytes:
    """Not yet."""
    raise NotImplementedError
