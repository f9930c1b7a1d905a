from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [
        ("matters", "0014_clock_mark"),
    ]

    operations = [
        migrations.AddField("matter", "urged_until", models.DateTimeField(null=True)),
        migrations.AddField("matter", "returned", models.BooleanField(default=False)),
        migrations.AddIndex(
            "matter",
            models.Index(
                fields=["desk_place", "desk_role"],
                name="matter_pressing",
                condition=Q(closed_at__isnull=True) & (Q(urged_until__isnull=False) | Q(returned=True)),
            ),
        ),
    ]
