"""What was opened before it was written whom a matter is kept from is kept from them too."""

from django.db import migrations

from shanzhi.matters.rights.kept_from import write_again


def _write(apps: object, schema: object) -> None:
    write_again(*(apps.get_model("matters", name) for name in ("Matter", "Adoption", "KeptFrom")))


class Migration(migrations.Migration):
    dependencies = [("matters", "0022_reply_texts")]

    operations = [migrations.RunPython(_write, migrations.RunPython.noop)]
