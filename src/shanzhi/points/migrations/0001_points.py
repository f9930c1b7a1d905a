"""The ledger of points."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Account",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[("person", "个人"), ("household", "家庭"), ("budget", "发放账户")],
                        max_length=12,
                    ),
                ),
                ("owner", models.BigIntegerField()),
                ("purpose", models.CharField(blank=True, max_length=64)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("kind", "owner", "purpose"), name="account_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="PointEntry",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("points", models.PositiveIntegerField()),
                ("reason_zh", models.CharField(max_length=200)),
                ("reason_en", models.CharField(max_length=200)),
                ("matter", models.BigIntegerField()),
                ("seq", models.PositiveIntegerField()),
                ("n", models.PositiveSmallIntegerField(default=1)),
                ("at", models.DateTimeField()),
                (
                    "credit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="received",
                        to="points.account",
                    ),
                ),
                (
                    "debit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="paid", to="points.account"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("matter", "seq", "n"), name="points_once"),
                    models.CheckConstraint(
                        condition=models.Q(("points__gt", 0)), name="points_more_than_none"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("debit", models.F("credit")), _negated=True), name="points_move"
                    ),
                ],
            },
        ),
    ]
