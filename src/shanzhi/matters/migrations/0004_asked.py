"""A matter says whom its block asks to act."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("matters", "0003_imports"),
        ("people", "0001_people"),
        ("places", "0001_places"),
    ]

    operations = [
        migrations.AddField(
            model_name="matter",
            name="open_to",
            field=models.CharField(blank=True, max_length=200),
        ),
        migrations.AddIndex(
            model_name="matter",
            index=models.Index(
                condition=models.Q(("closed_at__isnull", True), models.Q(("open_to", ""), _negated=True)),
                fields=["origin"],
                name="matter_open_to",
            ),
        ),
    ]
