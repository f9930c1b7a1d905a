"""What a person reads when a page cannot be shown: what happened and what to do, never a trace."""

from __future__ import annotations

import logging
from collections.abc import Callable

from django.core.exceptions import RequestDataTooBig, TooManyFilesSent
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.urls import ResolverMatch
from django.utils.translation import gettext as _

from shanzhi.database.faults import is_full
from shanzhi.database.full_disk import FULL, give_way
from shanzhi.people.problems import BadInput, Denied
from shanzhi.web.words import say

log = logging.getLogger(__name__)


def told(request: HttpRequest, status: int, title: str, text: str) -> HttpResponse:
    """A page of two sentences: what happened, and what to do."""
    page = render_to_string("web/told.html", {"title": title, "text": text, "status": status}, request)
    return HttpResponse(page, status=status)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """A request that cannot be read, or is too large."""
    if isinstance(exception, RequestDataTooBig | TooManyFilesSent):
        return told(
            request, 413, _("内容太大"), _("一次上传的内容太大，请减少文件或换小一点的照片，再提交。")
        )
    return told(request, 400, _("没有看懂这个请求"), _("请回到上一页，核对后再提交一次。"))


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """No right to see it."""
    return told(request, 403, _("不能查看"), _("您没有权限查看这一页。如工作需要，请联系上级或管理员。"))


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Also for what exists but may not be seen: a stranger does not learn that it is there."""
    return told(
        request, 404, _("没有找到"), _("这里没有您要找的内容，或者您不能查看、不能办理。请从首页重新进入。")
    )


def broken(request: HttpRequest) -> HttpResponse:
    """The program failed."""
    return _plainly(500, _("系统出错了"), _("您的内容没有提交成功。请稍后再试；如果一直这样，请告诉管理员。"))


def out_of_reach(request: HttpRequest) -> HttpResponse:
    """The database does not answer: it is worth trying again in a moment."""
    text = _(
        "数据库正在重新启动，或暂时连不上。刚才提交的不一定成功：请过一会儿先看一看，没有的再提交一次；如果一直这样，请告诉管理员。"
    )
    answer = _plainly(503, _("暂时连不上"), text)
    answer.headers["Retry-After"] = "5"
    return answer


def _plainly(status: int, title: str, text: str) -> HttpResponse:
    """A page made without the help of anything that may be what failed."""
    return HttpResponse(render_to_string("web/broken.html", {"title": title, "text": text}), status=status)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form that did not come from this site; or one whose page was opened before somebody signed out or in."""
    if not request.user.is_authenticated:
        text = _("您已退出登录，这次提交没有执行。请登录后重新打开那一页；浏览器须允许本站使用 Cookie。")
        return told(request, 403, _("没有提交"), text)
    text = _(
        "这一页打开以后，有人重新登录过。为了安全，这次提交没有执行。现在登录的是“%(who)s”：是您的话，请重新打开那一页再提交；不是的话，请先退出。"
    )
    return told(request, 403, _("没有提交"), text % {"who": _who(request)})


def _who(request: HttpRequest) -> str:
    person = getattr(request.user, "person", None)
    return person.name if person is not None else request.user.get_username()


def _numbered(request: HttpRequest) -> bool:
    """Whether the address names a thing by its number, so that a refusal would tell that there is one."""
    return request.resolver_match is not None and bool(request.resolver_match.kwargs)


class ClearSentences:
    """Turns a refusal that a view did not handle into its sentence."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def _once_more(self, request: HttpRequest, match: ResolverMatch) -> HttpResponse:
        """What was refused for want of room is done again: its transaction left nothing, and a command counts once."""
        try:
            answer: HttpResponse = match.func(request, *match.args, **match.kwargs)
            return answer
        except Exception as problem:
            told_of = self.process_exception(request, problem)
            if told_of is None:
                raise
            return told_of

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if request.path.startswith("/api/"):
            return None
        if isinstance(exception, Denied) and not exception.seen and _numbered(request):
            return not_found(request, exception)
        if isinstance(exception, Denied):
            return told(request, 403, _("不能这样做"), say(exception.sentence))
        if isinstance(exception, BadInput):
            return told(request, 400, _("请核对"), say(exception.sentence))
        if is_full(exception):
            log.error("the disk is full", exc_info=exception, extra={"path": request.path})
            match = request.resolver_match
            if give_way() and match is not None and not request.FILES:
                return self._once_more(request, match)
            return told(request, 507, _("没有保存"), say(FULL))
        return None
