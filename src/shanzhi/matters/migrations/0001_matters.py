"""Methods, matters and all that follows from them."""

import datetime
import uuid

import django.db.models.deletion
from django.db import migrations, models

import shanzhi.database.columns


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("people", "0001_people"),
        ("places", "0001_places"),
    ]

    operations = [
        migrations.CreateModel(
            name="Matter",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("pin", models.BinaryField()),
                ("method", models.CharField(max_length=64)),
                ("stage", models.CharField(max_length=64)),
                ("visit", models.PositiveIntegerField()),
                ("seq", models.PositiveIntegerField()),
                ("title", models.CharField(max_length=120)),
                ("visible", models.CharField(max_length=8)),
                ("opened_at", models.DateTimeField()),
                ("entered_at", models.DateTimeField()),
                ("desk_role", models.CharField(blank=True, max_length=32)),
                ("due_at", models.DateTimeField(null=True)),
                ("provisional", models.BooleanField(default=False)),
                ("late", models.BooleanField(default=False)),
                (
                    "expected_at",
                    models.DateTimeField(default=datetime.datetime(9999, 12, 31, 0, 0, tzinfo=datetime.UTC)),
                ),
                ("wakes_at", models.DateTimeField(null=True)),
                ("closed_at", models.DateTimeField(null=True)),
                ("end", models.CharField(blank=True, max_length=16)),
                ("void", models.BooleanField(default=False)),
                ("watched", models.BooleanField(default=False)),
                ("parent_visit", models.PositiveIntegerField(null=True)),
                ("parent_index", models.PositiveSmallIntegerField(null=True)),
                ("lon", models.FloatField(null=True)),
                ("lat", models.FloatField(null=True)),
                ("source", models.CharField(blank=True, max_length=32)),
                ("external", models.CharField(max_length=64, null=True)),
                ("batch", models.BigIntegerField(null=True)),
                ("data", shanzhi.database.columns.JsonText(default=dict)),
                ("state", shanzhi.database.columns.JsonText(default=dict)),
                ("sealed", models.BinaryField(null=True)),
                ("head", models.BinaryField()),
            ],
        ),
        migrations.CreateModel(
            name="NoticeChannel",
            fields=[
                (
                    "person",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="notice_channel",
                        serialize=False,
                        to="people.person",
                    ),
                ),
                ("channel", models.CharField(max_length=32)),
                ("address", models.BinaryField(null=True)),
                ("language", models.CharField(default="zh-hans", max_length=8)),
                ("quiet_from", models.TimeField(null=True)),
                ("quiet_to", models.TimeField(null=True)),
                ("last_at", models.DateTimeField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name="Adoption",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("slug", models.CharField(max_length=64)),
                ("inputs", shanzhi.database.columns.JsonText(default=dict)),
                ("pin", models.BinaryField()),
                ("since", models.DateTimeField()),
                ("until", models.DateTimeField(blank=True, null=True)),
                ("by", models.BigIntegerField(null=True)),
                (
                    "place",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="adoptions",
                        to="places.place",
                    ),
                ),
                (
                    "replaces",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="matters.adoption",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Fault",
            fields=[
                (
                    "matter",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="fault",
                        serialize=False,
                        to="matters.matter",
                    ),
                ),
                ("failures", models.PositiveIntegerField(default=1)),
                ("what", models.TextField()),
                ("last_at", models.DateTimeField()),
                ("next_at", models.DateTimeField(db_index=True)),
            ],
        ),
        migrations.AddField(
            model_name="matter",
            name="adoption",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="matters",
                to="matters.adoption",
            ),
        ),
        migrations.AddField(
            model_name="matter",
            name="desk_office",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="people.organization",
            ),
        ),
        migrations.AddField(
            model_name="matter",
            name="desk_person",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="people.person",
            ),
        ),
        migrations.AddField(
            model_name="matter",
            name="desk_place",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="places.place",
            ),
        ),
        migrations.AddField(
            model_name="matter",
            name="opener",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="matters",
                to="people.person",
            ),
        ),
        migrations.AddField(
            model_name="matter",
            name="origin",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="places.place",
            ),
        ),
        migrations.AddField(
            model_name="matter",
            name="parent",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="children",
                to="matters.matter",
            ),
        ),
        migrations.AddField(
            model_name="matter",
            name="place",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="places.place",
            ),
        ),
        migrations.CreateModel(
            name="Entry",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "matter_id", "seq", blank=True, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("seq", models.PositiveIntegerField()),
                ("visit", models.PositiveIntegerField()),
                ("act", models.CharField(max_length=64)),
                ("at", models.DateTimeField()),
                ("role", models.CharField(max_length=32, null=True)),
                ("stage", models.CharField(max_length=64, null=True)),
                ("to", models.CharField(max_length=64)),
                ("values", shanzhi.database.columns.JsonText(default=dict)),
                ("note", models.TextField(null=True)),
                ("slot", models.CharField(max_length=160, null=True)),
                ("command", models.CharField(max_length=64, null=True)),
                ("seal", models.BinaryField(null=True)),
                ("after", models.BinaryField(null=True)),
                ("hash", models.BinaryField()),
                ("sealed", models.BinaryField(null=True)),
                (
                    "person",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.person",
                    ),
                ),
                (
                    "place",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="places.place",
                    ),
                ),
                (
                    "matter",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="entries",
                        to="matters.matter",
                    ),
                ),
            ],
            options={
                "ordering": ["matter", "seq"],
            },
        ),
        migrations.CreateModel(
            name="Document",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("seq", models.PositiveIntegerField()),
                ("n", models.PositiveSmallIntegerField(default=1)),
                ("title_zh", models.CharField(max_length=200)),
                ("title_en", models.CharField(max_length=200)),
                ("text_zh", models.TextField()),
                ("text_en", models.TextField()),
                ("at", models.DateTimeField()),
                (
                    "matter",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="documents",
                        to="matters.matter",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Box",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("visit", models.PositiveIntegerField()),
                ("choice", models.CharField(max_length=64)),
                ("papers", models.PositiveIntegerField()),
                ("area", models.PositiveBigIntegerField(default=0)),
                (
                    "matter",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="matters.matter",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="File",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                ("hash", models.CharField(db_index=True, max_length=64)),
                ("name", models.CharField(max_length=120)),
                ("type", models.CharField(max_length=80)),
                ("size", models.PositiveBigIntegerField()),
                ("at", models.DateTimeField()),
                ("seq", models.PositiveIntegerField(null=True)),
                (
                    "matter",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="files",
                        to="matters.matter",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.person",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Link",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("relation", models.CharField(max_length=16)),
                ("follow", models.BooleanField(default=False)),
                ("seq", models.PositiveIntegerField()),
                ("at", models.DateTimeField()),
                (
                    "matter",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="links", to="matters.matter"
                    ),
                ),
                (
                    "to",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="linked_from",
                        to="matters.matter",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Method",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("slug", models.CharField(max_length=64)),
                ("version", models.PositiveIntegerField()),
                ("hash", models.CharField(max_length=64, unique=True)),
                ("title_zh", models.CharField(max_length=200)),
                ("title_en", models.CharField(max_length=200)),
                ("text", models.TextField()),
                ("added_at", models.DateTimeField()),
                ("added_by", models.BigIntegerField(null=True)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("slug", "version"), name="method_version_once")
                ],
            },
        ),
        migrations.AddField(
            model_name="adoption",
            name="method",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="adoptions", to="matters.method"
            ),
        ),
        migrations.CreateModel(
            name="Notice",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("seq", models.PositiveIntegerField(null=True)),
                ("kind", models.CharField(max_length=16)),
                ("zh", models.CharField(max_length=500)),
                ("en", models.CharField(max_length=500)),
                ("urgent", models.BooleanField(default=False)),
                ("at", models.DateTimeField()),
                ("read_at", models.DateTimeField(null=True)),
                ("send_at", models.DateTimeField(null=True)),
                ("sent_at", models.DateTimeField(null=True)),
                ("tries", models.PositiveSmallIntegerField(default=0)),
                ("bundle", models.UUIDField(null=True)),
                ("error", models.CharField(blank=True, max_length=300)),
                (
                    "matter",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="matters.matter",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="notices",
                        to="people.person",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Publication",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("seq", models.PositiveIntegerField()),
                ("title_zh", models.CharField(max_length=200)),
                ("title_en", models.CharField(max_length=200)),
                ("fields", shanzhi.database.columns.JsonText(default=dict)),
                ("since", models.DateTimeField()),
                ("until", models.DateTimeField(null=True)),
                (
                    "matter",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="publications",
                        to="matters.matter",
                    ),
                ),
                (
                    "place",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="publications",
                        to="places.place",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Watch",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("since", models.DateTimeField()),
                (
                    "matter",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="watches",
                        to="matters.matter",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="watches",
                        to="people.person",
                    ),
                ),
                (
                    "through",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="matters.matter",
                    ),
                ),
            ],
        ),
        migrations.AddIndex(
            model_name="matter",
            index=models.Index(
                condition=models.Q(("closed_at__isnull", True)),
                fields=["desk_place", "desk_role", "expected_at", "id"],
                name="matter_desk",
            ),
        ),
        migrations.AddIndex(
            model_name="matter",
            index=models.Index(
                condition=models.Q(("closed_at__isnull", True), ("desk_person__isnull", False)),
                fields=["desk_person", "expected_at", "id"],
                name="matter_desk_person",
            ),
        ),
        migrations.AddIndex(
            model_name="matter",
            index=models.Index(
                condition=models.Q(("closed_at__isnull", True), ("desk_office__isnull", False)),
                fields=["desk_office", "expected_at", "id"],
                name="matter_desk_office",
            ),
        ),
        migrations.AddIndex(
            model_name="matter",
            index=models.Index(
                condition=models.Q(("wakes_at__isnull", False)), fields=["wakes_at"], name="matter_wakes"
            ),
        ),
        migrations.AddIndex(
            model_name="matter",
            index=models.Index(
                condition=models.Q(("opener__isnull", False)), fields=["opener", "id"], name="matter_opener"
            ),
        ),
        migrations.AddIndex(
            model_name="matter",
            index=models.Index(
                condition=models.Q(("void", False)), fields=["method", "stage"], name="matter_method_stage"
            ),
        ),
        migrations.AddIndex(
            model_name="matter",
            index=models.Index(fields=["origin", "id"], name="matter_origin"),
        ),
        migrations.AddIndex(
            model_name="matter",
            index=models.Index(
                condition=models.Q(("place", models.F("origin")), _negated=True),
                fields=["place", "id"],
                name="matter_moved",
            ),
        ),
        migrations.AddIndex(
            model_name="matter",
            index=models.Index(
                condition=models.Q(("parent__isnull", False)), fields=["parent"], name="matter_parent"
            ),
        ),
        migrations.AddIndex(
            model_name="matter",
            index=models.Index(
                condition=models.Q(("batch__isnull", False)), fields=["batch"], name="matter_batch"
            ),
        ),
        migrations.AddConstraint(
            model_name="matter",
            constraint=models.UniqueConstraint(
                condition=models.Q(("external__isnull", False), ("void", False)),
                fields=("source", "external"),
                name="matter_external_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="entry",
            constraint=models.UniqueConstraint(
                condition=models.Q(("slot__isnull", False)),
                fields=("matter", "visit", "slot"),
                name="entry_slot_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="entry",
            constraint=models.UniqueConstraint(
                condition=models.Q(("command__isnull", False)),
                fields=("person", "command"),
                name="entry_command_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="document",
            constraint=models.UniqueConstraint(fields=("matter", "seq", "n"), name="document_once"),
        ),
        migrations.AddConstraint(
            model_name="box",
            constraint=models.UniqueConstraint(fields=("matter", "visit", "choice"), name="box_choice_once"),
        ),
        migrations.AddConstraint(
            model_name="link",
            constraint=models.UniqueConstraint(fields=("matter", "to", "relation"), name="link_once"),
        ),
        migrations.AddConstraint(
            model_name="adoption",
            constraint=models.UniqueConstraint(
                condition=models.Q(("until__isnull", True)),
                fields=("place", "slug"),
                name="adoption_once_per_place",
            ),
        ),
        migrations.AddIndex(
            model_name="notice",
            index=models.Index(fields=["person", "id"], name="notice_person"),
        ),
        migrations.AddIndex(
            model_name="notice",
            index=models.Index(
                condition=models.Q(("read_at__isnull", True)), fields=["person"], name="notice_unread"
            ),
        ),
        migrations.AddIndex(
            model_name="notice",
            index=models.Index(
                condition=models.Q(("send_at__isnull", False)), fields=["send_at"], name="notice_to_send"
            ),
        ),
        migrations.AddIndex(
            model_name="publication",
            index=models.Index(fields=["place", "-since"], name="publication_place"),
        ),
        migrations.AddConstraint(
            model_name="watch",
            constraint=models.UniqueConstraint(fields=("matter", "person"), name="watch_once"),
        ),
    ]
