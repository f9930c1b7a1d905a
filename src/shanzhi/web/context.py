"""What every page needs around its content: who is signed in, where one can go, how the page is shown."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _
from msgspec import Struct

from shanzhi.engine.types import Actor
from shanzhi.matters.methods.adopting import ADOPTS
from shanzhi.method.roles import BESIDE, LEVELS, OVERSEES, ROLES, role_name
from shanzhi.method.words import Sentence
from shanzhi.people.permission import allowed
from shanzhi.reading.notices import count_news
from shanzhi.web.owner import owner_of
from shanzhi.web.sign_in_required import MUST, account_of, actor

TEXT_SIZE = "text"
"""The cookie that holds the size of the type: `normal`, or `large` with the plain pages."""
THEME = "theme"
"""The cookie that holds which colours a reader wants: `light`, `dark`, or `auto`, as the system has it."""
THEMES = ("auto", "light", "dark")
STYLE = [
    f"web/{name}.css"
    for name in ("style", "frame", "parts", "lists", "figures", "course", "forms", "content", "photos")
]
"""The style every page loads after the tokens, in this order."""


class Link(Struct):
    """One place to go: `wide` ones have no room on a phone, where `more` leads to them."""

    url: str
    label: str
    icon: str
    here: bool = False
    count: int = 0
    wide: bool = False


class Frame(Struct):
    """Who is signed in, in which role, and where they can go.

    `adopts` says that they deal with methods, so that a rule's line in the file is of use to them.
    """

    name: str = ""
    role: Sentence | None = None
    links: list[Link] = []
    adopts: bool = False


def page(request: HttpRequest) -> dict[str, Any]:
    """The context processor."""
    english = (get_language() or "").startswith("en")
    return {
        "page_language": "en" if english else "zh-Hans",
        "theme": theme_of(request),
        "themes": [("auto", _("随系统")), ("light", _("浅色")), ("dark", _("深色"))],
        "style_parts": STYLE,
        "text_size": "large" if request.COOKIES.get(TEXT_SIZE) == "large" else "normal",
        "frame": _frame(request),
        "owner": owner_of(request) if _signed_in(request) else "",
        "offline": bool(settings.SHANZHI_OFFLINE_HOURS) and _signed_in(request),
    }


def theme_of(request: HttpRequest) -> str:
    """Which colours this reader chose: one of THEMES."""
    chosen = request.COOKIES.get(THEME, "auto")
    return chosen if chosen in THEMES else "auto"


def _signed_in(request: HttpRequest) -> bool:
    return bool(getattr(request, "user", None)) and request.user.is_authenticated


def _frame(request: HttpRequest) -> Frame:
    if not _signed_in(request):
        return Frame()
    account = account_of(request)
    who = actor(request)
    name = account.person.name if account.person is not None else account.username
    if account.administers:
        office = Sentence(account.get_kind_display(), account.get_kind_display())
        return Frame(name, office, [] if request.session.get(MUST) else _offices(request))
    role = first_role(who.posts)
    if request.session.get(MUST):
        return Frame(name, role_name(role) if role else None)
    return Frame(name, role_name(role) if role else None, _links(request, bool(who.posts)), _adopts(who))


def _adopts(who: Actor) -> bool:
    return any(role in ADOPTS for role, _place in who.posts)


def first_role(posts: frozenset[tuple[str, int]]) -> str | None:
    """The role a person is called by: of the posts held, the one highest up."""
    held = {role for role, _place in posts}
    held = held - BESIDE or held
    order = list(ROLES)
    return min(
        held,
        key=lambda r: (
            (min(map(LEVELS.index, ROLES[r].levels), default=9), order.index(r)) if r in ROLES else (9, 99)
        ),
        default=None,
    )


def _links(request: HttpRequest, works: bool) -> list[Link]:
    found = [
        Link(reverse("home"), _("首页"), "home", wide=works),
        Link(reverse("inbox"), _("待办"), "inbox") if works else None,
        Link(reverse("board"), _("看板"), "board", wide=True) if works else None,
        Link(reverse("overview"), _("总览"), "overview", wide=True) if _oversees(request) else None,
        Link(reverse("my-wall"), _("身边"), "wall", wide=works),
        Link(reverse("methods"), _("发起"), "add"),
        Link(reverse("mine"), _("我的"), "mine"),
        Link(reverse("places"), _("地方"), "place", wide=True),
        Link(reverse("library"), _("工作法"), "book", wide=True),
        Link(reverse("notices"), _("通知"), "bell", count=count_news(actor(request))),
        Link(reverse("account"), _("账户"), "person"),
    ]
    return _marked(request, [link for link in found if link is not None])


def _offices(request: HttpRequest) -> list[Link]:
    """Where an administrator can go: each page is asked whether it is theirs."""
    who = actor(request)
    found = [
        Link(reverse("home"), _("首页"), "home"),
        Link(reverse("accounts"), pgettext("page", "账号"), "mine") if allowed(who, "account.see") else None,
        Link(reverse("account-requests"), pgettext("page", "请求"), "inbox")
        if allowed(who, "account.asked")
        else None,
        Link(reverse("audit"), _("审计"), "overview") if allowed(who, "audit.see") else None,
        Link(reverse("system"), pgettext("page", "系统"), "clock") if allowed(who, "system.see") else None,
        Link(reverse("library"), _("工作法"), "book") if allowed(who, "method.take") else None,
        Link(reverse("places"), _("地方"), "place") if account_of(request).kind == "security_admin" else None,
        Link(reverse("account"), _("账户"), "person"),
    ]
    return _marked(request, [link for link in found if link is not None])


def _marked(request: HttpRequest, links: list[Link]) -> list[Link]:
    """With the page that one is on."""
    best = max(
        (link for link in links if _within(request.path, link.url)),
        key=lambda link: len(link.url),
        default=None,
    )
    if best is not None:
        best.here = True
    return links


def _oversees(request: HttpRequest) -> bool:
    """Whether a person answers for more than a grid: the overview is made for them."""
    return any(role in OVERSEES and "grid" not in ROLES[role].levels for role, _place in actor(request).posts)


def _within(path: str, url: str) -> bool:
    return path == url or (url != "/" and path.startswith(url + "/"))
