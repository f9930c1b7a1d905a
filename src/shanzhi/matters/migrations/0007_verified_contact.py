"""When a contact was verified, so that it may carry what signs in."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("matters", "0006_matter_map"),
    ]

    operations = [
        migrations.AddField(
            model_name="noticechannel",
            name="verified_at",
            field=models.DateTimeField(null=True),
        ),
    ]
