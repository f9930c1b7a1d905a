"""Small invented tables, and the import of one into the invented town."""

from __future__ import annotations

import csv
import io
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from shanzhi.engine.types import SYSTEM
from shanzhi.matters.imports.actions import ImportResult, draft, import_appeals, prepare
from shanzhi.matters.imports.mapping import Mapping
from shanzhi.matters.models import Matter
from shanzhi.places.models import Place

ZONE = ZoneInfo("Asia/Shanghai")
NOW = datetime(2026, 3, 20, 10, 0, tzinfo=ZONE)
HEADINGS = ("留言编号", "留言用户", "留言主题", "留言时间", "留言详情", "答复意见", "答复时间")
OPEN = (
    "1",
    "网友甲",
    "样例社区第一网格楼道灯不亮",
    "2026/3/2 9:00:00",
    "\n\t\t三楼的灯坏了两天\n\t\t",
    "",
    "",
)
ANSWERED = (
    "2",
    "网友乙",
    "门口井盖松动",
    "2026-03-02 09:00",
    "样例社区门口",
    "已请人换好井盖",
    "2026-03-05 15:00",
)
LATE = (
    "3",
    "网友丙",
    "河道有异味",
    "2026-03-02 09:00",
    "样例街道的河",
    "已清理河道，请再看看",
    "2026-03-12 09:00",
)


def table(*rows: tuple[str, ...], headings: tuple[str, ...] = HEADINGS, encoding: str = "utf-8") -> bytes:
    """A csv of these rows."""
    out = io.StringIO()
    csv.writer(out).writerows([headings, *rows])
    return out.getvalue().encode(encoding)


def take(
    content: bytes,
    at: Place,
    *,
    file: str = "留言.csv",
    now: datetime = NOW,
    mapping: Mapping | None = None,
    **more: Any,
) -> ImportResult:
    """Import a table into a place as of a moment."""
    changes, fixed = more.pop("changes", None), more.pop("fixed", None)
    prepared = prepare(content=content, file=file, mapping=mapping, changes=changes, fixed=fixed)
    drafting = draft(prepared, method="appeal", at=at, now=now)
    return import_appeals(actor=SYSTEM, drafting=drafting, at=at, **more)


def matter(external: str) -> Matter:
    """The matter of a row by its number."""
    return Matter.objects.get(external=external, void=False)


def local(day: int, hour: int = 0, minute: int = 0) -> datetime:
    """A moment of March 2026."""
    return datetime(2026, 3, day, hour, minute, tzinfo=ZONE)
