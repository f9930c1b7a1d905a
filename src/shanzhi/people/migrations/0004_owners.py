"""Who owns a flat: one or several, or the developer still; and what its area rests on."""

import django.db.models.deletion
from django.db import migrations, models


def keep_owners(apps, editor):
    household, ownership = apps.get_model("people", "Household"), apps.get_model("people", "Ownership")
    known = household.objects.exclude(owner=None).values_list("pk", "owner")
    ownership.objects.bulk_create(
        [ownership(household_id=home, person_id=owner) for home, owner in known.iterator(2000)],
        batch_size=2000,
    )


class Migration(migrations.Migration):
    dependencies = [("people", "0003_administrators")]

    operations = [
        migrations.CreateModel(
            name="Ownership",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("share", models.CharField(blank=True, max_length=12)),
                (
                    "household",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="ownerships",
                        to="people.household",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="ownerships",
                        to="people.person",
                    ),
                ),
            ],
        ),
        migrations.AddConstraint(
            model_name="ownership",
            constraint=models.UniqueConstraint(fields=("household", "person"), name="owner_once_of_a_flat"),
        ),
        migrations.RunPython(keep_owners, migrations.RunPython.noop),
        migrations.RemoveField(model_name="household", name="owner"),
        migrations.AddField(
            model_name="household",
            name="area_source",
            field=models.CharField(
                blank=True,
                choices=[
                    ("registered", "不动产登记簿"),
                    ("surveyed", "测绘机构实测"),
                    ("contract", "买卖合同"),
                ],
                max_length=12,
            ),
        ),
        migrations.AddField(
            model_name="household",
            name="developer",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="unsold",
                to="people.organization",
            ),
        ),
        migrations.AddField(
            model_name="household",
            name="owners",
            field=models.ManyToManyField(related_name="owns", through="people.Ownership", to="people.person"),
        ),
    ]
