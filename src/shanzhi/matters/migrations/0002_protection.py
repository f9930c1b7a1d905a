"""The database refuses to change or delete an entry."""

from django.db import migrations

from shanzhi.matters.history.protection import protect, unprotect


def on(apps, editor):
    for statement in protect(editor.connection.vendor, "matters_entry"):
        editor.execute(statement)


def off(apps, editor):
    for statement in unprotect(editor.connection.vendor, "matters_entry"):
        editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("matters", "0001_matters")]
    operations = [migrations.RunPython(on, off)]
