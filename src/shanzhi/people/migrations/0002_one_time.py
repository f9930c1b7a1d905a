"""What is sent to prove a contact, hashed, for a few minutes."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0001_people"),
    ]

    operations = [
        migrations.CreateModel(
            name="OneTime",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "purpose",
                    models.CharField(choices=[("sign_in", "Sign In"), ("contact", "Contact")], max_length=8),
                ),
                ("key", models.CharField(max_length=64, unique=True)),
                ("code", models.CharField(max_length=64)),
                ("name", models.CharField(max_length=64)),
                ("address", models.CharField(blank=True, max_length=64)),
                ("about", models.CharField(blank=True, max_length=64)),
                ("made_at", models.DateTimeField(db_index=True)),
                ("until", models.DateTimeField()),
                ("tries", models.PositiveSmallIntegerField(default=0)),
                ("used_at", models.DateTimeField(null=True)),
                (
                    "account",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["name", "made_at"], name="one_time_name")],
            },
        ),
    ]
