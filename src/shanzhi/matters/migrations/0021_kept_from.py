"""Whom a matter is about and kept from, whatever post they hold."""

import django.db.models.deletion
from django.db import migrations, models


def _pointer(to: str) -> models.ForeignKey:
    return models.ForeignKey(
        to,
        db_constraint=False,
        db_index=False,
        on_delete=django.db.models.deletion.PROTECT,
        related_name="+",
    )


class Migration(migrations.Migration):
    dependencies = [
        ("matters", "0020_ballot_ends"),
    ]

    operations = [
        migrations.CreateModel(
            name="KeptFrom",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("matter", _pointer("matters.matter")),
                ("person", _pointer("people.person")),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("person", "matter"), name="kept_from_once")],
            },
        ),
    ]
