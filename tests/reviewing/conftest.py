from tests.console.conftest import document, perfeval  # noqa: F401 - fixtures that the tests here need as well
