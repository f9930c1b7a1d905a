"""The database refuses to change or delete a line of an entry's life."""

from django.db import migrations

from shanzhi.matters.history.protection import protect, unprotect


def on(apps, editor):
    for statement in protect(editor.connection.vendor, "registers_registerline"):
        editor.execute(statement)


def off(apps, editor):
    for statement in unprotect(editor.connection.vendor, "registers_registerline"):
        editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("registers", "0001_registers")]
    operations = [migrations.RunPython(on, off)]
