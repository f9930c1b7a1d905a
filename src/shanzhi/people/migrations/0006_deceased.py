"""A person may have died: the record stays, for the history that names them."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("people", "0005_key_prints")]

    operations = [
        migrations.AddField(
            model_name="person", name="deceased_on", field=models.DateField(blank=True, null=True)
        )
    ]
