"""The database refuses to change or delete an entry of the ledger."""

from django.db import migrations

from shanzhi.matters.history.protection import protect, unprotect


def on(apps, editor):
    for statement in protect(editor.connection.vendor, "points_pointentry"):
        editor.execute(statement)


def off(apps, editor):
    for statement in unprotect(editor.connection.vendor, "points_pointentry"):
        editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("points", "0001_points")]
    operations = [migrations.RunPython(on, off)]
