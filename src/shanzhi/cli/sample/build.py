"""Builds the sample district in an empty installation, in one go, with a bar for each part."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone
from rich.progress import Progress

from shanzhi import library
from shanzhi.cli.language import say
from shanzhi.cli.sample.cards import give_cards
from shanzhi.cli.sample.ground import ROOT_CODE, make_places
from shanzhi.cli.sample.people import make_administrators, make_people
from shanzhi.engine.types import SYSTEM
from shanzhi.matters.methods.adopting import add_method, adopt
from shanzhi.method.words import Sentence
from shanzhi.people.audit import record
from shanzhi.places.models import Place

METHODS = (
    "appeal",
    "assist",
    "whistle",
    "errand",
    "appeal-wall",
    "deliberation",
    "residents-meeting",
    "task",
    "grid-network",
    "record-correction",
    "system-complaint",
)
INPUTS: dict[str, dict[str, Any]] = {
    "appeal": {"look_every": "20 days"},
    "deliberation": {"vote_for": "7 days"},
}
"""What the district sets otherwise than the methods do."""
FOREIGN = Sentence(
    "这个安装里已有别的数据，示例区不会混进去。请另用一个文件夹：SHANZHI_HOME=./demo shanzhi demo",
    "This installation holds other data, and the sample is not mixed in. Use another folder: SHANZHI_HOME=./demo shanzhi demo",
)


class Foreign(Exception):
    """The installation is in use for something else."""

    sentence = FOREIGN


def built() -> bool:
    """Whether the sample stands in this installation already."""
    return Place.objects.filter(code=ROOT_CODE).exists()


def build(*, password: str, empty: bool, bar: Progress) -> None:
    """Places, people, methods, and (unless `empty`) some months of life. Raises `Foreign` in a used installation.

    Places, people and methods come in one transaction: a build that is cut short leaves nothing behind.
    """
    if Place.objects.exists():
        raise Foreign
    now = timezone.now()
    task = bar.add_task(say("地方和人", "places and people"), total=None)
    with transaction.atomic():
        tree = make_places()
        cast = make_people(tree, password, now)
        give_cards(tree, cast, now)
        make_administrators(cast, now)
        for name in METHODS:
            file = library.path(name)
            if file is None:
                raise FileNotFoundError(name)
            method = add_method(text=file.read_text("utf-8"), name=name)
            began = now - timedelta(days=366)
            adopt(actor=SYSTEM, method=method, place=tree.district, inputs=INPUTS.get(name, {}), at=began)
    record("demo.built", at=now)
    bar.update(task, total=1, completed=1)
    if not empty:
        from shanzhi.cli.sample.life import Life

        task = bar.add_task(say("几个月的日子", "some months of life"), total=None)
        Life(tree, cast, now).play(lambda done, total: bar.update(task, total=total, completed=done))
        bar.update(task, total=1, completed=1)
