"""The open matters as a map counts them."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("matters", "0005_search"),
        ("people", "0001_people"),
        ("places", "0001_places"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="matter",
            index=models.Index(
                condition=models.Q(("closed_at__isnull", True), ("void", False)),
                fields=["origin", "method", "stage", "late", "visible"],
                name="matter_map",
            ),
        ),
    ]
