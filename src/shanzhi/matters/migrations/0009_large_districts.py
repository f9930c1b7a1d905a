"""Indexes that answer by themselves what lists and counts of a large district ask; readings kept for a while."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("matters", "0008_board_order"),
        ("people", "0002_one_time"),
        ("places", "0001_places"),
    ]

    operations = [
        migrations.CreateModel(
            name="Reading",
            fields=[
                ("key", models.CharField(max_length=64, primary_key=True, serialize=False)),
                ("at", models.DateTimeField()),
                ("took", models.FloatField()),
                ("content", models.BinaryField()),
                ("claimed_at", models.DateTimeField(null=True)),
            ],
        ),
        migrations.RemoveIndex(
            model_name="matter",
            name="matter_desk",
        ),
        migrations.RemoveIndex(
            model_name="matter",
            name="matter_origin",
        ),
        migrations.RemoveIndex(
            model_name="matter",
            name="matter_open_to",
        ),
        migrations.RemoveIndex(
            model_name="matter",
            name="matter_map",
        ),
        migrations.AddIndex(
            model_name="matter",
            index=models.Index(
                condition=models.Q(("closed_at__isnull", True)),
                fields=["desk_place", "desk_role", "expected_at", "id"],
                include=("origin", "void"),
                name="matter_desk",
            ),
        ),
        migrations.AddIndex(
            model_name="matter",
            index=models.Index(fields=["origin", "method", "id"], name="matter_origin"),
        ),
        migrations.AddIndex(
            model_name="matter",
            index=models.Index(
                condition=models.Q(
                    ("closed_at__isnull", True), models.Q(("open_to", ""), _negated=True), ("void", False)
                ),
                fields=["origin", "open_to", "expected_at", "id"],
                name="matter_open_to",
            ),
        ),
        migrations.AddIndex(
            model_name="matter",
            index=models.Index(
                condition=models.Q(
                    ("closed_at__isnull", True),
                    models.Q(("open_to", ""), _negated=True),
                    ("void", False),
                    models.Q(("place", models.F("origin")), _negated=True),
                ),
                fields=["place", "open_to", "expected_at", "id"],
                name="matter_moved_open_to",
            ),
        ),
        migrations.AddIndex(
            model_name="matter",
            index=models.Index(
                condition=models.Q(
                    ("closed_at__isnull", True), ("open_to__contains", " anyone "), ("void", False)
                ),
                fields=["expected_at", "id"],
                name="matter_open_to_all",
            ),
        ),
        migrations.AddIndex(
            model_name="matter",
            index=models.Index(
                condition=models.Q(("closed_at__isnull", True), ("void", False)),
                fields=["origin", "method", "stage", "late", "visible"],
                include=("expected_at", "id"),
                name="matter_map",
            ),
        ),
    ]
