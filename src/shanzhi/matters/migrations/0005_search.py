"""What was said, to be searched; and the open matters in the order in which they are expected, for boards."""

from django.db import migrations, models

TABLE = {
    "sqlite": [
        "CREATE VIRTUAL TABLE matters_said USING fts5("
        "words, content='', columnsize=0, detail=none, tokenize=\"ascii tokenchars '_'\")"
    ],
    "postgresql": [
        "CREATE TABLE matters_said (id bigint PRIMARY KEY, words tsvector NOT NULL)",
        "CREATE INDEX matters_said_words ON matters_said USING gin (words)",
    ],
}


def on(apps, editor):
    for statement in TABLE[editor.connection.vendor]:
        editor.execute(statement)


def off(apps, editor):
    editor.execute("DROP TABLE matters_said")


class Migration(migrations.Migration):
    dependencies = [("matters", "0004_asked")]
    operations = [
        migrations.RunPython(on, off),
        migrations.RemoveIndex("matter", "matter_method_stage"),
        migrations.AddIndex(
            "matter",
            models.Index(
                condition=models.Q(("void", False)),
                fields=["method", "stage", "expected_at", "id"],
                name="matter_method_stage",
            ),
        ),
        migrations.AddIndex(
            "matter",
            models.Index(
                condition=models.Q(("closed_at__isnull", True), ("void", False)),
                fields=["expected_at", "id"],
                name="matter_expected",
            ),
        ),
    ]
