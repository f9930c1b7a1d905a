from django.db import migrations, models

from shanzhi.matters.history.protection import protect, unprotect


def loosen(apps, editor):
    for statement in unprotect(editor.connection.vendor, "matters_entry"):
        editor.execute(statement)


def guard(apps, editor):
    for statement in protect(editor.connection.vendor, "matters_entry"):
        editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [
        ("matters", "0023_kept_from_before"),
    ]

    operations = [
        migrations.RunPython(loosen, guard),
        migrations.AddField(
            model_name="entry",
            name="sent",
            field=models.BinaryField(null=True),
        ),
        migrations.RunPython(guard, loosen),
    ]
