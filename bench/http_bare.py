"""The bare handler that the API is measured beside: django-ninja and the ORM, and nothing else.

The same five requests, each doing only its database work as one would write it: look the token up; insert or
change the matter, insert a line of history and a notice in one `atomic()`; list a desk's open matters. No roles, no
checks of answers, no deadlines, no hash chain, no idempotence, no middleware. Served as `bench.http_bare:application`.
"""

from __future__ import annotations

import hashlib
import os
from datetime import datetime, timedelta
from typing import Any

import django
from django.conf import settings

if not settings.configured:
    from shanzhi.site.database import postgresql

    database = postgresql(os.environ["DATABASE_URL"])
    database["CONN_HEALTH_CHECKS"] = False
    settings.configure(
        SECRET_KEY="bare",
        ALLOWED_HOSTS=["*"],
        DATABASES={"default": database},
        DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
        INSTALLED_APPS=["django.contrib.contenttypes"],
        MIDDLEWARE=["django.middleware.common.CommonMiddleware"],
        ROOT_URLCONF="bench.http_bare",
        USE_TZ=True,
        USE_I18N=False,
    )
    django.setup()

from django.core.wsgi import get_wsgi_application
from django.db import connection, models, transaction
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import path
from django.utils import timezone
from ninja import NinjaAPI, Schema
from ninja.security import HttpBearer


class Person(models.Model):
    name = models.CharField(max_length=60)

    class Meta:
        app_label = "bare"


class Token(models.Model):
    digest = models.CharField(max_length=64, unique=True)
    person = models.ForeignKey(Person, on_delete=models.CASCADE)

    class Meta:
        app_label = "bare"


class Matter(models.Model):
    title = models.CharField(max_length=120)
    data = models.JSONField(default=dict)
    stage = models.CharField(max_length=64)
    place = models.BigIntegerField()
    opener = models.ForeignKey(Person, on_delete=models.PROTECT, db_index=False)
    desk_role = models.CharField(max_length=32)
    desk_place = models.BigIntegerField(null=True)
    opened_at = models.DateTimeField()
    due_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)

    class Meta:
        app_label = "bare"
        indexes = [
            models.Index(
                fields=["desk_place", "desk_role", "due_at", "id"],
                name="bare_desk",
                condition=models.Q(closed_at__isnull=True),
            )
        ]


class History(models.Model):
    matter = models.ForeignKey(Matter, on_delete=models.PROTECT)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, db_index=False)
    act = models.CharField(max_length=64)
    values = models.JSONField(default=dict)
    at = models.DateTimeField()

    class Meta:
        app_label = "bare"


class Notice(models.Model):
    person = models.ForeignKey(Person, on_delete=models.PROTECT)
    matter = models.ForeignKey(Matter, on_delete=models.PROTECT, db_index=False)
    text = models.CharField(max_length=500)
    at = models.DateTimeField()

    class Meta:
        app_label = "bare"


class Bearer(HttpBearer):
    def authenticate(self, request: HttpRequest, token: str) -> Person | None:
        digest = hashlib.sha256(token.encode()).hexdigest()
        try:
            return Token.objects.select_related("person").get(digest=digest).person
        except Token.DoesNotExist:
            return None


class NewMatter(Schema):
    method: str
    place: int
    values: dict[str, Any]
    command_id: str


class NewAct(Schema):
    act: str
    values: dict[str, Any] = {}
    command_id: str
    seq: int | None = None


class Step(Schema):
    number: int
    title: str
    stage: str
    due_at: datetime | None


class Row(Schema):
    id: int
    title: str
    stage: str
    desk_role: str
    opened_at: datetime
    due_at: datetime | None


api = NinjaAPI(auth=Bearer())
NEXT = {"accept": "handling", "resolve": "rating", "rate": "closed"}


def _step(matter: Matter) -> dict[str, Any]:
    return {"number": matter.pk, "title": matter.title, "stage": matter.stage, "due_at": matter.due_at}


@api.post("/matters", response=Step)
def open_matter(request: HttpRequest, body: NewMatter) -> dict[str, Any]:
    now, person = timezone.now(), request.auth  # type: ignore[attr-defined]
    with transaction.atomic():
        matter = Matter.objects.create(
            title=body.values["subject"],
            data=body.values,
            stage="reported",
            place=body.place,
            opener=person,
            desk_role="grid_worker",
            desk_place=body.place,
            opened_at=now,
            due_at=now + timedelta(hours=4),
        )
        History.objects.create(matter=matter, person=person, act="open", values=body.values, at=now)
        Notice.objects.create(matter=matter, person=person, text=f"待办：{matter.title}", at=now)
    return _step(matter)


@api.post("/matters/{number}/acts", response=Step)
def act(request: HttpRequest, number: int, body: NewAct) -> dict[str, Any]:
    now, person = timezone.now(), request.auth  # type: ignore[attr-defined]
    with transaction.atomic():
        matter = get_object_or_404(Matter.objects.select_for_update(), pk=number)
        matter.stage = NEXT[body.act]
        matter.data = {**matter.data, **body.values}
        matter.due_at = now + timedelta(days=7)
        if matter.stage == "closed":
            matter.closed_at, matter.due_at, matter.desk_role = now, None, ""
        matter.save(update_fields=["stage", "data", "due_at", "closed_at", "desk_role"])
        History.objects.create(matter=matter, person=person, act=body.act, values=body.values, at=now)
        Notice.objects.create(
            matter=matter, person_id=matter.opener_id, text=f"{matter.title}：{body.act}", at=now
        )
    return _step(matter)


@api.get("/matters", response=list[Row])
def list_matters(request: HttpRequest, desk: str, limit: int = 20) -> models.QuerySet[Matter]:
    role, _, place = desk.partition("@")
    found = Matter.objects.filter(desk_role=role, desk_place=int(place), closed_at=None)
    return found.order_by("due_at", "id")[:limit]


urlpatterns = [path("api/", api.urls)]
application = get_wsgi_application()


def create(tokens: dict[str, str]) -> None:
    """Make the tables, and a person for each token (text by name)."""
    with connection.schema_editor() as editor:
        for model in (Person, Token, Matter, History, Notice):
            editor.create_model(model)
    for name, text in tokens.items():
        person = Person.objects.create(name=name)
        Token.objects.create(digest=hashlib.sha256(text.encode()).hexdigest(), person=person)
