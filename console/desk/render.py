"""Pages (网页): templates with everything escaped, and the words that all of them use."""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from typing import Any

from fastapi import Request
from fastapi.responses import HTMLResponse
from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from console.desk.static import VERSION
from console.desk.visitors import Visitor, site_of
from perfeval_core.domain.clock import CHINA
from perfeval_core.domain.letter import DEMANDS, LETTER_STATES, STANCES
from perfeval_core.domain.names import FIELD_NAMES, STATUS_NAMES
from perfeval_core.domain.people import ROLES
from perfeval_core.domain.review import FINDING_OUTCOMES, REPORT_OUTCOMES
from perfeval_core.ledger import ITEM_STATUSES
from perfeval_core.letters.words import intervals
from perfeval_core.rulebook.names import CERTAINTIES, SURENESS

_WORDS: Mapping[str, object] = {
    "FIELD_NAMES": FIELD_NAMES,
    "STATUS_NAMES": STATUS_NAMES,
    "ROLES": ROLES,
    "FINDING_OUTCOMES": FINDING_OUTCOMES,
    "REPORT_OUTCOMES": REPORT_OUTCOMES,
    "ITEM_STATUSES": ITEM_STATUSES,
    "SURENESS": SURENESS,
    "CERTAINTIES": CERTAINTIES,
    "LETTER_STATES": LETTER_STATES,
    "DEMANDS": DEMANDS,
    "STANCES": STANCES,
}

SAID: Mapping[str, str] = {
    "decided": "决定已提交。",
    "second": "已提交；退回报告、改变等级或抽中复查的，须由另一个人二次复核后生效。",
    "released": "已交还，别人可以领取。",
    "corrected": "更正已记下，提交决定后生效。",
    "reopened": "任务已重新打开。",
    "waived": "规则已豁免。",
    "password": "口令已改好，请用新口令登录。",
    "logged_out": "已退出。",
    "changed": "账号已改好。",
    "revoked": "令牌已吊销。",
    "replied": "反馈已登记。",
    "closed": "通知已关闭。",
    "drawn": "已抽取，任务在数据质量队列。",
}
"""What a page may say at its head after something was done; the address holds its name only."""


def page(request: Request, visitor: Visitor | None, template: str, status: int = 200, **said: Any) -> HTMLResponse:
    """One page. ``said`` is what the template asks for."""
    here = site_of(request)
    notice = SAID.get(request.query_params.get("said", ""))
    words = {"visitor": visitor, "here": here, "table": here.table, "path": request.url.path, "notice": notice}
    html = _templates().get_template(template).render(**words, csrf=_token(visitor), **said)
    return HTMLResponse(html, status)


def _token(visitor: Visitor | None) -> Callable[[], Markup]:
    """The hidden field by which a form shows that it is of this session."""
    return lambda: Markup('<input type="hidden" name="csrf" value="{}">').format(visitor.csrf if visitor else "")


@cache
def _templates() -> Environment:
    made = Environment(
        loader=PackageLoader("console.desk"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.globals.update(_WORDS, version=VERSION)
    made.filters.update(moment=moment, day=day, intervals=lambda text: intervals(str(text)), percent=percent)
    return made


def percent(share: Decimal | None) -> str:
    """A share of one in hundredths; nothing for none."""
    return "" if share is None else f"{share:.2%}"


def moment(at: datetime | None) -> str:
    """To the minute, in China's time."""
    return "" if at is None else f"{at.astimezone(CHINA):%Y-%m-%d %H:%M}"


def day(on: date | None) -> str:
    """A day as the desk writes it."""
    return "" if on is None else f"{on:%Y-%m-%d}"
