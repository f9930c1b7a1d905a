"""The place tree, its history and the counters that caches are keyed by."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Edition",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("names", models.PositiveBigIntegerField(default=0)),
                ("shapes", models.PositiveBigIntegerField(default=0)),
            ],
        ),
        migrations.CreateModel(
            name="Place",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.CharField(max_length=24, unique=True, verbose_name="代码")),
                ("name", models.CharField(max_length=100, verbose_name="名称")),
                ("other_names", models.JSONField(blank=True, default=list, verbose_name="别名")),
                (
                    "level",
                    models.CharField(
                        choices=[
                            ("province", "省"),
                            ("city", "市"),
                            ("district", "区县"),
                            ("street", "街道（乡镇）"),
                            ("community", "社区（村）"),
                            ("grid", "网格"),
                            ("microgrid", "微网格"),
                            ("building", "楼栋"),
                            ("household", "户"),
                        ],
                        max_length=12,
                        verbose_name="层级",
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[("general", "一般"), ("dedicated", "专属")],
                        default="general",
                        max_length=12,
                        verbose_name="种类",
                    ),
                ),
                ("path", models.CharField(editable=False, max_length=255)),
                ("depth", models.PositiveSmallIntegerField(editable=False)),
                ("geometry", models.BinaryField(blank=True, null=True)),
                ("lon", models.FloatField(blank=True, null=True, verbose_name="经度")),
                ("lat", models.FloatField(blank=True, null=True, verbose_name="纬度")),
                ("min_lon", models.FloatField(editable=False, null=True)),
                ("min_lat", models.FloatField(editable=False, null=True)),
                ("max_lon", models.FloatField(editable=False, null=True)),
                ("max_lat", models.FloatField(editable=False, null=True)),
                ("closed_at", models.DateTimeField(blank=True, null=True, verbose_name="撤销时间")),
                (
                    "parent",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="children",
                        to="places.place",
                        verbose_name="上级",
                    ),
                ),
            ],
            options={
                "verbose_name": "地方",
                "verbose_name_plural": "地方",
            },
        ),
        migrations.CreateModel(
            name="Change",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("act", models.CharField(max_length=20)),
                ("at", models.DateTimeField()),
                ("by", models.BigIntegerField(null=True)),
                ("before", models.JSONField(default=dict)),
                ("after", models.JSONField(default=dict)),
                (
                    "place",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="changes",
                        to="places.place",
                    ),
                ),
            ],
        ),
        migrations.AddIndex(
            model_name="place",
            index=models.Index(fields=["path"], name="place_path", opclasses=["varchar_pattern_ops"]),
        ),
        migrations.AddIndex(
            model_name="place",
            index=models.Index(
                condition=models.Q(("min_lon__isnull", False)),
                fields=["level", "min_lon", "max_lon", "min_lat", "max_lat"],
                name="place_box",
            ),
        ),
    ]
