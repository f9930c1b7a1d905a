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
        ("matters", "0015_pressing"),
    ]

    operations = [
        migrations.CreateModel(
            name="DeskNote",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("matter", _pointer("matters.matter")),
                ("person", _pointer("people.person")),
                ("role", models.CharField(max_length=32)),
                ("place", _pointer("places.place")),
                ("text", models.TextField()),
                ("at", models.DateTimeField()),
                ("command", models.CharField(max_length=64, null=True)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("matter", "person", "command"), name="desk_note_once")
                ],
            },
        ),
    ]
