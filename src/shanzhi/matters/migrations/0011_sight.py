"""A matter says to which roles it is shown; what was kept for searching is made anew (`shanzhi reindex`), since its rows
now tell apart what parties and what others find."""

from django.db import migrations, models

from shanzhi.matters.search.index import empty


def _forget(apps: object, schema: object) -> None:
    empty()


class Migration(migrations.Migration):
    dependencies = [("matters", "0010_roll")]

    operations = [
        migrations.AddField(
            model_name="matter",
            name="shown_to",
            field=models.CharField(blank=True, default="", max_length=200),
        ),
        migrations.RunPython(_forget, migrations.RunPython.noop),
    ]
