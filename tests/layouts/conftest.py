"""One child process for all tests of this folder: starting one costs more than reading a report."""

from collections.abc import Iterator

import pytest

from perfeval_core.extraction.extractor import Extractor


@pytest.fixture(scope="session")
def extractor() -> Iterator[Extractor]:
    """A warm extractor."""
    one = Extractor()
    yield one
    one.close()
