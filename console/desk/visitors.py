"""Who is there (登录的人): the session behind a request, and what its account may do."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends, Request

from console.desk.refusals import Refused
from console.desk.single_sign_on import SingleSignOn
from perfeval_core.domain.people import ROLES, Account, Right
from perfeval_core.site import Site

COOKIE = "perfeval_session"

_RIGHT_NAMES: dict[Right, str] = {
    "upload": "报送文件",
    "view": "查看报告",
    "review": "办理复核任务",
    "lead": "看全部工作、豁免规则",
    "admin": "管理账号",
}


class NoSession(Exception):
    """Nobody is logged in; ``wanted`` is the page that he wanted to see, if he did."""

    def __init__(self, wanted: str | None) -> None:
        super().__init__(wanted)
        self.wanted = wanted


class MustChange(Exception):
    """Somebody logged in with a one-time password has to change it first."""


@dataclass(frozen=True)
class Visitor:
    """Who is there. ``csrf`` is what forms of his session carry; ``secret`` is the session itself."""

    account: Account
    csrf: str
    secret: str

    @property
    def name(self) -> str:
        """What he is called, in the ledger and on the page."""
        return self.account.name


def site_of(request: Request) -> Site:
    """The site that the desk belongs to."""
    here: Site = request.app.state.site
    return here


def named(request: Request) -> str | None:
    """The account that a proxy in front names, if there is single sign-on."""
    signing: SingleSignOn | None = request.app.state.single_sign_on
    return None if signing is None else signing.named(request)


def visitor_of(request: Request) -> Visitor | None:
    """Who is there, if anybody is."""
    here, secret = site_of(request), request.cookies.get(COOKIE, "")
    found = here.ledger.people.session(secret) if secret else None
    if found is None:
        return None
    said = named(request)
    if said is not None and said != found[0].name:
        return None  # the proxy says that somebody else sits there now
    return Visitor(found[0], found[1].csrf, secret)


def anybody(request: Request) -> Visitor:
    """Whoever is logged in, even with a one-time password. Raises ``NoSession``."""
    found = visitor_of(request)
    if found is None:
        # a picture that a page asks for is no place to go to
        page = request.method == "GET" and request.headers.get("Sec-Fetch-Dest", "document") == "document"
        raise NoSession(str(request.url.replace(scheme="", netloc="")) if page else None)
    return found


def needs(right: Right) -> Callable[[Visitor, Request], Visitor]:
    """A dependency: whoever is logged in and has ``right``. Raises ``Refused`` (403), ``NoSession``, ``MustChange``."""

    def allowed(found: Annotated[Visitor, Depends(anybody)], request: Request) -> Visitor:
        if found.account.must_change and named(request) is None:
            raise MustChange
        if not found.account.may(right):
            raise not_allowed(found, right)
        return found

    return allowed


def not_allowed(found: Visitor, right: Right) -> Refused:
    """A refusal for want of a right."""
    why = f"“{found.name}”的角色是{ROLES[found.account.role]}，不能{_RIGHT_NAMES[right]}"
    return Refused(403, "not_allowed", "不能打开", why, "需要的话，请管理员调整角色")


def sees_report(request: Request, found: Visitor, report_id: str) -> bool:
    """Whether he may see what a report says now."""
    every = site_of(request).ledger.browse.versions_of(report_id)
    return any(found.account.sees(one.version.unit_code, one.version.unit_name) for one in every if one.current)


def check_sees_all(found: Visitor) -> None:
    """Refuses accounts that see some units only."""
    if found.account.units is not None:
        why = "这里涉及全部单位，您的账号只能看一部分单位"
        raise Refused(403, "not_allowed", "不能打开", why, "请逐个办理；需要的话，请管理员调整账号")


def hidden() -> Refused:
    """What is not there, and what is there for others, look alike."""
    return Refused(404, "not_found", "没有找到", "没有这个编号，或者它不在您可以看的单位之内", "请从列表或搜索中打开")


Viewing = Annotated[Visitor, Depends(needs("view"))]
Reviewing = Annotated[Visitor, Depends(needs("review"))]
Leading = Annotated[Visitor, Depends(needs("lead"))]
Governing = Annotated[Visitor, Depends(needs("admin"))]
Uploading = Annotated[Visitor, Depends(needs("upload"))]
Anybody = Annotated[Visitor, Depends(anybody)]
