"""Whom a block asks and whom matters are shown to, and a desk's own texts, by the names that roles have today.

On whose desk a matter lies is covered by the history's chain: the worker writes it anew as an act of its own.
"""

from django.db import migrations
from django.db.models import Value
from django.db.models.functions import Replace

NAMES = (
    ("property_manager", "property_lead"),
    ("owners_committee", "owners_member"),
    ("supervisor", "supervision_member"),
)


def rename(apps, names):
    matter, reply = apps.get_model("matters", "Matter"), apps.get_model("matters", "ReplyText")
    for old, new in names:
        for column in ("open_to", "shown_to"):
            rows = matter.objects.filter(**{f"{column}__contains": f" {old} "})
            rows.update(**{column: Replace(column, Value(f" {old} "), Value(f" {new} "))})
        reply.objects.filter(role=old).update(role=new)


def forward(apps, editor):
    rename(apps, NAMES)


def back(apps, editor):
    rename(apps, [(new, old) for old, new in NAMES])


class Migration(migrations.Migration):
    dependencies = [("matters", "0026_method_english")]

    operations = [migrations.RunPython(forward, back)]
