"""Posts by the names that roles have today: a body is no person, and a community's supervisor sits in a statutory body.

Going back restores the former names; they were one name before, so `supervision_member` and `inspector` come back as one.
"""

from django.db import migrations

NAMES = (("property_manager", "property_lead"), ("owners_committee", "owners_member"))


def forward(apps, editor):
    for model in (apps.get_model("people", "Post"), apps.get_model("people", "Correction")):
        for old, new in NAMES:
            model.objects.filter(role=old).update(role=new)
        model.objects.filter(role="supervisor", place__level="community").update(role="supervision_member")
        model.objects.filter(role="supervisor").update(role="inspector")


def back(apps, editor):
    for model in (apps.get_model("people", "Post"), apps.get_model("people", "Correction")):
        for old, new in NAMES:
            model.objects.filter(role=new).update(role=old)
        model.objects.filter(role__in=("supervision_member", "inspector")).update(role="supervisor")


class Migration(migrations.Migration):
    dependencies = [("people", "0009_sent_requests"), ("places", "0002_units")]

    operations = [migrations.RunPython(forward, back)]
