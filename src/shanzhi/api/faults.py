"""How the API says no: one shape, in the caller's language, with what to do. Never a trace, never a page."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import msgspec
from django.http import HttpResponse
from msgspec import UNSET, Struct, UnsetType

from shanzhi.engine.types import Refusal
from shanzhi.matters.lists.marks import as_read
from shanzhi.matters.writing.publishing import Unlooked
from shanzhi.method.words import Sentence
from shanzhi.people.pieces import KINDS

JSON = "application/json"
_encode = msgspec.json.Encoder().encode


class PieceFound(Struct):
    """A piece of a text that reaches or identifies somebody. `kind`: id_number, bank, phone, plate, email, door, name or
    maybe_name (a word as well); `field` the fact it stands in (empty: the heading), `around` the words about it."""

    kind: str
    label: str
    text: str
    field: str
    around: str


class PreviewView(Struct):
    """What everybody would read: a heading and facts, numbers of people, places and files as they stand."""

    title: str
    fields: dict[str, Any]


class Problem(Struct):
    """Why a request was refused.

    `code` is stable and meant for programs; `message` is for people, with the next step in it. Where a rule of a
    method refused, `rule` is its path in the file and `line` its line. `fields` says what is wrong with each
    answer of a form, by name. `pieces` and `preview` come with `look_through` and `why_kept`: what was found in a text that
    would be public, and the whole of it.
    """

    code: str
    message: str
    rule: str | None = None
    line: int | None = None
    fields: dict[str, str] = {}
    pieces: list[PieceFound] | UnsetType = UNSET
    preview: list[PreviewView] | UnsetType = UNSET


class Fault(Exception):
    """A request that is refused: the status, a stable code, and the sentence for the caller."""

    def __init__(
        self,
        status: int,
        code: str,
        why: Sentence,
        *,
        fields: Mapping[str, Sentence] | None = None,
        rule: str | None = None,
        line: int | None = None,
        headers: Mapping[str, str] | None = None,
        unlooked: Unlooked | None = None,
    ) -> None:
        super().__init__(code)
        self.status = status
        self.code = code
        self.why = why
        self.fields = fields or {}
        self.rule = rule
        self.line = line
        self.headers = headers or {}
        self.unlooked = unlooked


def problem_of(fault: Fault, language: str) -> Problem:
    """A fault in the caller's language."""
    fields = {name: why.text(language) for name, why in fault.fields.items()}
    problem = Problem(fault.code, fault.why.text(language), fault.rule, fault.line, fields)
    if fault.unlooked is not None:
        problem.pieces = [
            PieceFound(one.kind, KINDS[one.kind].text(language), one.text, one.field, one.around)
            for one in fault.unlooked.found
        ]
        half = "en" if language == "en" else "zh"
        problem.preview = [
            PreviewView(as_read([one.title[half]], whole=False)[0], one.fields)
            for one in fault.unlooked.preview
        ]
    return problem


def response(fault: Fault, language: str) -> HttpResponse:
    """The answer that a fault becomes."""
    content = _encode(problem_of(fault, language))
    answer = HttpResponse(content, content_type=JSON, status=fault.status)
    answer.headers["Content-Length"] = str(len(content))
    answer.headers["Content-Language"] = language
    for name, value in fault.headers.items():
        answer.headers[name] = value
    return answer


def refused(refusal: Refusal) -> Fault:
    """A refusal of the engine or the store as a fault."""
    status = STATUS.get(refusal.code, 422)
    headers = {"Retry-After": "1"} if status == 503 else {}
    return Fault(
        status,
        refusal.code,
        refusal.why,
        fields=refusal.fields,
        rule=refusal.rule,
        line=refusal.line,
        headers=headers,
        unlooked=refusal if isinstance(refusal, Unlooked) else None,
    )


STATUS: dict[str, int] = {
    "no_such_matter": 404,
    "not_yours": 403,
    "own_work": 403,
    "not_elector": 403,
    "not_to_correct": 403,
    "stale": 409,
    "closed": 409,
    "void": 409,
    "already": 409,
    "command_taken": 409,
    "no_such_act": 409,
    "no_entrusting": 409,
    "too_many_tries": 429,
    "window_over": 409,
    "item_done": 409,
    "item_open": 409,
    "objection_answered": 409,
    "not_begun": 409,
    "speaking": 409,
    "place_closed": 409,
    "busy": 503,
    "broken_method": 503,
}
"""The status of a refusal by its code; 422 for all others: the request was understood and cannot be done so."""


def _s(zh: str, en: str) -> Sentence:
    return Sentence(zh, en)


SIGN_IN = _s(
    "请先登录：带上令牌（Authorization: Bearer …），或在页面上登录后再用。",
    "Sign in first: send a token (Authorization: Bearer …), or use a session begun on the pages.",
)
BAD_TOKEN = _s(
    "令牌无效、已过期或已撤销，请换一个令牌。",
    "The token is unknown, expired or revoked; use another one.",
)
NO_SCOPE = _s(
    "这个令牌只能读取，不能办理；请用范围含 act 的令牌。",
    "This token may only read; use one whose scopes include act.",
)
SESSION_ONLY = _s(
    "这件事不能用令牌来做，请登录后在会话中操作。",
    "A token cannot do this; sign in and use the session.",
)
NO_PERSON = _s(
    "这个账号不属于任何人，不能这样做；请用本人的账号。",
    "This account belongs to nobody and cannot do this; use the account of a person.",
)
FIRST = _s(
    "请先在页面上修改密码或设置双因素，再使用接口。",
    "Change the password, or set up the second factor, on the pages first.",
)
CSRF = _s(
    "缺少 X-CSRFToken，或与 Cookie 不符；请从本站的页面取得后再试。",
    "X-CSRFToken is missing or does not match the cookie; take it from a page of this site and try again.",
)
NOT_FOUND = _s(
    "没有找到，或者您不能查看、不能办理；请核对地址和编号。",
    "Not found, or not yours to see or to change; check the address and the number.",
)
NOT_ALLOWED = _s("这个地址不支持 {verb}；可用：{allowed}。", "{verb} is not possible here; use {allowed}.")
TOO_MANY = _s("请求太多，请在 {seconds} 秒后再试。", "Too many requests; try again in {seconds} seconds.")
BROKEN = _s(
    "系统出错了，这次没有写入任何内容；请稍后再试，如一直这样请告诉管理员。",
    "The program failed and nothing was written; try again later, and tell the operator if it goes on.",
)
NO_DATABASE = _s(
    "数据库暂时连不上，请稍后再试。", "The database cannot be reached just now; try again shortly."
)


TOO_BIG = _s("内容太大，请减少后再提交。", "The request is too large; send less.")
CONFLICT = _s(
    "同时有人改了同一处，这次没有写入；请重新读取后再试。",
    "Somebody changed the same thing just now and nothing was written; read it again, then try again.",
)
OUT_OF_RANGE = _s(
    "有一个数或一段文字超出了能保存的范围，请改小。",
    "A number or a text is beyond what can be kept; make it smaller.",
)
BAD_METHOD = _s(
    "工作法文件有 {count} 处问题，已逐条列出；请改正后再提交。",
    "The method file has {count} problems, listed one by one; mend them and send it again.",
)
MOST_PROBLEMS = 500


def not_found() -> Fault:
    """What does not exist, or may not be seen: a stranger does not learn which."""
    return Fault(404, "not_found", NOT_FOUND)
