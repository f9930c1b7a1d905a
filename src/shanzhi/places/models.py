"""The place tree (地方): district → street → community → grid → microgrid → building → unit → floor →
household, of any depth.

A place knows its way from the top as a materialised path of ids, so that a subtree is one indexed range and
the ancestors need no query. Rows are written by `places.actions`, `places.divisions` and `places.shapes` alone.
"""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from shanzhi.database import prefix  # noqa: F401  (registers the `begins` lookup)


class Place(models.Model):
    """One place. `path` is `/1/5/19/`: the ids from the top down to the place itself.

    `code` follows the 12-digit rule down to the community (2, 4, 6, 9 or 12 digits, see `places.codes`);
    below it, the parent's code is extended. `geometry` is WKB in WGS-84 (EPSG:4326), longitude first;
    `lon`/`lat` a point inside it, the four bounds its bounding box. `other_names` are further names by which
    people call it, former names among them. A closed place keeps its row: records go on pointing to it.
    """

    class Level(models.TextChoices):
        PROVINCE = "province", _("省")
        CITY = "city", _("市")
        DISTRICT = "district", _("区县")
        STREET = "street", _("街道（乡镇）")
        COMMUNITY = "community", _("社区（村）")
        GRID = "grid", _("网格")
        MICROGRID = "microgrid", _("微网格")
        BUILDING = "building", _("楼栋")
        UNIT = "unit", _("单元")
        FLOOR = "floor", _("楼层")
        HOUSEHOLD = "household", _("户")

    class Kind(models.TextChoices):
        GENERAL = "general", _("一般")
        DEDICATED = "dedicated", _("专属")

    code = models.CharField(_("代码"), max_length=32, unique=True)
    name = models.CharField(_("名称"), max_length=100)
    other_names = models.JSONField(_("别名"), default=list, blank=True)
    level = models.CharField(_("层级"), max_length=12, choices=Level.choices)
    kind = models.CharField(_("种类"), max_length=12, choices=Kind.choices, default=Kind.GENERAL)
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children", verbose_name=_("上级")
    )
    path = models.CharField(max_length=255, editable=False)
    depth = models.PositiveSmallIntegerField(editable=False)
    geometry = models.BinaryField(null=True, blank=True)
    lon = models.FloatField(_("经度"), null=True, blank=True)
    lat = models.FloatField(_("纬度"), null=True, blank=True)
    min_lon = models.FloatField(null=True, editable=False)
    min_lat = models.FloatField(null=True, editable=False)
    max_lon = models.FloatField(null=True, editable=False)
    max_lat = models.FloatField(null=True, editable=False)
    closed_at = models.DateTimeField(_("撤销时间"), null=True, blank=True)

    class Meta:
        verbose_name = _("地方")
        verbose_name_plural = _("地方")
        indexes = [
            models.Index(fields=["path"], name="place_path", opclasses=["varchar_pattern_ops"]),
            models.Index(
                fields=["level", "min_lon", "max_lon", "min_lat", "max_lat"],
                name="place_box",
                condition=models.Q(min_lon__isnull=False),
            ),
        ]

    told: str = ""
    """How a list names it to its reader (`telling.told_apart`); empty where nobody asked."""

    def __str__(self) -> str:
        return self.name

    @property
    def ancestor_ids(self) -> tuple[int, ...]:
        """The ids from the top down to this place itself, read from the path."""
        return tuple(int(part) for part in self.path.split("/") if part)


class Change(models.Model):
    """One line of the history of the place tree; never updated or deleted.

    `place` is None for an import of many; `by` is the id of the person who did it (None: the system).
    `before` and `after` hold only what changed.
    """

    place = models.ForeignKey(Place, models.PROTECT, null=True, related_name="changes")
    act = models.CharField(max_length=20)
    at = models.DateTimeField()
    by = models.BigIntegerField(null=True)
    before = models.JSONField(default=dict)
    after = models.JSONField(default=dict)


class Edition(models.Model):
    """The one row (id 1) that says how often names and shapes have changed.

    Caches are keyed by these counters, and whoever changes the tree holds this row's lock until the end of
    the transaction: two moves at once cannot build a cycle, and no path is computed from a stale parent.
    """

    names = models.PositiveBigIntegerField(default=0)
    shapes = models.PositiveBigIntegerField(default=0)
