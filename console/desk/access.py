"""Who is let in: programs by their tokens (接口令牌)."""

from fastapi import Request
from fastapi.concurrency import run_in_threadpool

from console.desk.refusals import Refused
from perfeval_core.ledger import Scope, Token
from perfeval_core.site import Site

_SCOPES: dict[Scope, str] = {"upload": "报送文件", "metrics": "读取运行指标"}


async def admitted(request: Request, here: Site, scope: Scope) -> Token:
    """The token that a request shows; it is asked before anything of the body is read.

    Raises ``Refused``: without a valid one (401), or with one for another door (403).
    """
    kind, _, secret = request.headers.get("Authorization", "").partition(" ")
    token = await run_in_threadpool(here.ledger.tokens.find, secret.strip()) if kind.lower() == "bearer" else None
    if token is None:
        raise Refused(
            401,
            "token_needed",
            "没有办理",
            "请求没有带有效的接口令牌：没有带，或者不对，或者已经吊销",
            f"由管理员运行 perfeval token create --name 名称 --scope {scope} 生成令牌，"
            "放在请求头 Authorization: Bearer 令牌 中",
            {"WWW-Authenticate": 'Bearer realm="perfeval"'},
        )
    if token.scope != scope:
        raise Refused(
            403,
            "wrong_scope",
            "没有办理",
            f"令牌“{token.name}”只能用来{_SCOPES[token.scope]}，不能{_SCOPES[scope]}",
            f"请管理员另外生成一个令牌：perfeval token create --name 名称 --scope {scope}",
        )
    return token
