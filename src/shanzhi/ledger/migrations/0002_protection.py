"""The database refuses to change or delete a movement of the ledger; the words of its reason alone may be erased."""

from django.db import migrations

from shanzhi.matters.history.protection import protect, unprotect


def on(apps, editor):
    for statement in protect(editor.connection.vendor, "ledger_transfer"):
        editor.execute(statement)


def off(apps, editor):
    for statement in unprotect(editor.connection.vendor, "ledger_transfer"):
        editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("ledger", "0001_ledger")]
    operations = [migrations.RunPython(on, off)]
