"""The API as a whole: its operations by subject, and the OpenAPI document at `/api/openapi.json`."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, cast

from ninja import NinjaAPI, Swagger
from ninja.openapi.schema import OpenAPISchema

# Each of these adds its operations to its subject.
from shanzhi.api import (  # noqa: F401
    account,
    account_requests,
    acts,
    administration,
    adoptions,
    audit,
    desk_notes,
    files,
    household_changes,
    households,
    imports,
    input_requests,
    lists,
    matter_unmasking,
    matters,
    method_files,
    methods,
    notices,
    organizations,
    papers,
    people,
    place_changes,
    places,
    posts,
    proxies,
    publications,
    registers,
    replies,
    reports,
    secret_ballots,
    sheets,
    timeline,
    unmasking,
)
from shanzhi.api.document import SECURITY, components
from shanzhi.api.open311 import requests, services  # noqa: F401
from shanzhi.api.subjects import ALL

ABOUT = """\
在页面上能做的，在这里都能做，规则也一样。What people can do on the pages can be done here, by the same rules.

- 登录 · sign in: `Authorization: Bearer <token>`；或页面的会话加 `X-CSRFToken` · or a session with `X-CSRFToken`.
- 语言 · language: `Accept-Language: zh` / `en`。
- 重复提交 · again: 所有写操作都可带请求头 `Idempotency-Key`（一天内有效；事项也可用 `command_id`，一直有效），同一键只办一次，返回首次的结果；都没写的，十分钟内同一账号、同样内容的发起事项、登记和任命算同一件；确有第二个同样的，请加自己的 `Idempotency-Key`
  · every write takes an `Idempotency-Key` header (for a day; matters also a `command_id`, for ever): the same key does nothing twice. Without either, the same account opening, entering or appointing the same within ten minutes does so once; a second of the same words needs an `Idempotency-Key` of its own.
- 情况已变 · conflict: 带上所见的 `seq`，其间有人办过则 409 · send the `seq` you saw; 409 if others acted since.
- 出错 · errors: `{code, message, rule, line, fields}`；`rule` 和 `line` 指向工作法的规则 · point to the method's rule.
"""


class Api(NinjaAPI):
    """Ninja, with the schemas of our own messages in the document."""

    def get_openapi_schema(
        self, *, path_prefix: str | None = None, path_params: dict[str, Any] | None = None
    ) -> OpenAPISchema:
        document = super().get_openapi_schema(path_prefix=path_prefix or "api/", path_params=path_params)
        known = cast(dict[str, Any], document["components"])
        known["schemas"] = dict(sorted({**known["schemas"], **components}.items()))
        known["securitySchemes"] = SECURITY
        return document


def _served_by_itself(run: Any) -> Callable[..., Any]:
    """An operation reads and answers by itself (`operation.serve`): ninja's own reading is left out."""
    view: Callable[..., Any] = run.__self__.view_func
    return view


api = Api(
    title="善治 Shanzhi",
    version="1",
    description=ABOUT,
    urls_namespace="api",
    docs=Swagger(settings={"persistAuthorization": False}),
)
api.add_decorator(_served_by_itself, mode="view")
for router in ALL:
    api.add_router("", router)
