"""People who work at a desk, for tests: accounts with a password of their own, and browsers that are logged in."""

import re

import httpx

from perfeval_core.domain.people import Role
from perfeval_core.site import Site
from tests.makers import Made, make
from tests.makers.example import FORM

PASSWORD = "一个很长的好口令 42"


HOSTILE = "<script>alert(1)</script><imgsrc=xonerror=alert(2)>"


def hostile_report() -> Made:
    """A report with a finding (20 points where 18 are due), and names and reasons that would be markup."""
    first, *rest = FORM.indicators
    rows = (first.model_copy(update={"points": "20", "reason": HOSTILE, "name": f"{HOSTILE}绿地"}), *rest)
    return make(FORM.model_copy(update={"indicators": rows, "project_name": HOSTILE, "unit": "'\"><b>局"}))


def account(here: Site, name: str, role: Role, units: list[str] | None = None) -> str:
    """An account whose owner has changed the one-time password to ``PASSWORD``; its name."""
    first = here.ledger.people.create(name, role, units, "test")
    assert isinstance(first, str), first
    assert here.ledger.people.set_password(name, first, PASSWORD) is None
    return name


class Browser:
    """A browser without pictures: it keeps its cookie, and fills in the token that forms carry."""

    def __init__(self, address: tuple[str, int], name: str | None = None, password: str = PASSWORD) -> None:
        base = f"http://{address[0]}:{address[1]}"
        self.client = httpx.Client(base_url=base, trust_env=False, timeout=60)
        if name is not None:
            answer = self.client.post("/login", data={"name": name, "password": password})
            assert answer.status_code == 303, answer.text

    def get(self, path: str) -> httpx.Response:
        """A page; redirects are seen, not followed."""
        return self.client.get(path)

    def post(self, path: str, **fields: str) -> httpx.Response:
        """A form of one's own page."""
        return self.client.post(path, data={"csrf": self.csrf, **fields})

    @property
    def csrf(self) -> str:
        """The token of the session; empty for nobody."""
        found = re.search(r'name="csrf" value="([\w-]+)"', self.client.get("/password").text)
        return found[1] if found else ""
