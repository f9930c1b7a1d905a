import django.db.models.deletion
from django.db import migrations, models


def _pointer(to: str, *, null: bool = False) -> models.ForeignKey:
    return models.ForeignKey(
        to,
        null=null,
        db_constraint=False,
        db_index=False,
        on_delete=django.db.models.deletion.PROTECT,
        related_name="+",
    )


class Migration(migrations.Migration):
    dependencies = [
        ("matters", "0021_kept_from"),
    ]

    operations = [
        migrations.CreateModel(
            name="ReplyText",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("role", models.CharField(max_length=32)),
                ("place", _pointer("places.place")),
                ("office", _pointer("people.organization", null=True)),
                ("title", models.CharField(max_length=40)),
                ("text", models.TextField()),
                ("person", _pointer("people.person")),
                ("since", models.DateTimeField()),
                ("until", models.DateTimeField(null=True)),
                ("ended_by", _pointer("people.person", null=True)),
                (
                    "before",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="after",
                        to="matters.replytext",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["place", "role"], name="reply_text_desk")],
            },
        ),
    ]
