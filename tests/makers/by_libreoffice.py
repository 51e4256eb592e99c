"""PDF by LibreOffice Writer."""


def missing() -> str | None:
    """Why it cannot be used."""
    return "not built yet"


def produce(blocks: list, look: object) -> bytes:
    """Not yet."""
    raise NotImplementedError
