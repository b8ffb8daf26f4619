"""Values of the scheme, leads and their district as subjects of events (scheme.md §2)."""

import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models

# Of two that lead the first goes on leading; no constraint may wait, for the table is altered next.
FILL = """
UPDATE venues_categorylead AS l SET district_id = o.area_id
FROM venues_organisation AS o WHERE o.id = l.organisation_id;
UPDATE venues_categorylead AS l SET role = 'co' WHERE role = 'lead' AND EXISTS (
    SELECT 1 FROM venues_categorylead AS first WHERE first.category_id = l.category_id
    AND first.district_id = l.district_id AND first.role = 'lead' AND first.id < l.id);
SET CONSTRAINTS ALL IMMEDIATE;
"""


class Migration(migrations.Migration):
    dependencies = [("venues", "0003_two_checks")]

    operations = [
        migrations.CreateModel(
            name="CategoryCharge",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("event_seq", models.PositiveIntegerField(default=0, editable=False)),
                ("event_hash", models.CharField(default="", editable=False, max_length=64)),
                ("code", models.CharField(max_length=40, unique=True)),
            ],
            options={
                "verbose_name": "leads of a category",
            },
        ),
        migrations.AlterModelOptions(
            name="schemevalue",
            options={"verbose_name": "value of the scheme"},
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="categorylead",
            name="update_update",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="schemevalue",
            name="update_update",
        ),
        migrations.AddField(
            model_name="categorylead",
            name="district",
            field=models.ForeignKey(
                db_index=False,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="venues.area",
            ),
        ),
        migrations.RunSQL(FILL, migrations.RunSQL.noop),
        migrations.AlterField(
            model_name="categorylead",
            name="district",
            field=models.ForeignKey(
                db_index=False,
                editable=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="venues.area",
            ),
        ),
        migrations.AddField(
            model_name="schemevalue",
            name="event_hash",
            field=models.CharField(default="", editable=False, max_length=64),
        ),
        migrations.AddField(
            model_name="schemevalue",
            name="event_seq",
            field=models.PositiveIntegerField(default=0, editable=False),
        ),
        migrations.AlterField(
            model_name="schemevalue",
            name="key",
            field=models.CharField(max_length=40),
        ),
        migrations.AlterField(
            model_name="schemevalueevent",
            name="key",
            field=models.CharField(max_length=40),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="categorylead",
            trigger=pgtrigger.compiler.Trigger(
                name="lead_in_own_district",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\n    SELECT o.area_id INTO NEW.district_id FROM venues_organisation AS o\n    WHERE o.id = NEW.organisation_id;\n    RETURN NEW;",
                    hash="10238d903c95b088ab1b38f0ddfb9be8a958a3fb",
                    operation="INSERT OR UPDATE",
                    pgid="pgtrigger_lead_in_own_district_2a00e",
                    table="venues_categorylead",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="categorylead",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."category_id" IS DISTINCT FROM (NEW."category_id") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."organisation_id" IS DISTINCT FROM (NEW."organisation_id") OR OLD."role" IS DISTINCT FROM (NEW."role"))',
                    func='INSERT INTO "venues_categoryleadevent" ("category_id", "id", "organisation_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "role") VALUES (NEW."category_id", NEW."id", NEW."organisation_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."role"); RETURN NULL;',
                    hash="e63b9e26af5b6c6536197bbe578fea087ae2c384",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_ef836",
                    table="venues_categorylead",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="schemevalue",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."area_id" IS DISTINCT FROM (NEW."area_id") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."key" IS DISTINCT FROM (NEW."key") OR OLD."value" IS DISTINCT FROM (NEW."value"))',
                    func='INSERT INTO "venues_schemevalueevent" ("area_id", "id", "key", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "value") VALUES (NEW."area_id", NEW."id", NEW."key", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."value"); RETURN NULL;',
                    hash="6a8de6227e06d233fc65a4fee88c3e269ee30046",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_3ac6b",
                    table="venues_schemevalue",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="categorylead",
            constraint=models.UniqueConstraint(
                condition=models.Q(("role", "lead")),
                fields=("category", "district"),
                name="category_one_lead",
            ),
        ),
        migrations.AddField(
            model_name="categorycharge",
            name="category",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="venues.category"
            ),
        ),
        migrations.AddField(
            model_name="categorycharge",
            name="district",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="venues.area"
            ),
        ),
        migrations.AddConstraint(
            model_name="categorycharge",
            constraint=models.UniqueConstraint(fields=("category", "district"), name="charge_once"),
        ),
        migrations.AlterModelOptions(
            name="area",
            options={"ordering": ["code"], "verbose_name": "area", "verbose_name_plural": "areas"},
        ),
        migrations.AlterModelOptions(
            name="organisation",
            options={
                "ordering": ["id"],
                "verbose_name": "organisation",
                "verbose_name_plural": "organisations",
            },
        ),
        migrations.AlterField(
            model_name="area",
            name="code",
            field=models.CharField(max_length=15, unique=True, verbose_name="Code"),
        ),
        migrations.AlterField(
            model_name="area",
            name="kind",
            field=models.CharField(
                choices=[
                    ("city", "city"),
                    ("district", "district"),
                    ("town", "town"),
                    ("community", "community"),
                    ("grid", "grid"),
                ],
                max_length=10,
                verbose_name="Kind",
            ),
        ),
        migrations.AlterField(
            model_name="area",
            name="name",
            field=models.CharField(max_length=60, verbose_name="Name"),
        ),
        migrations.AlterField(
            model_name="organisation",
            name="area",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="organisations",
                to="venues.area",
                verbose_name="area",
            ),
        ),
        migrations.AlterField(
            model_name="organisation",
            name="code",
            field=models.CharField(max_length=40, verbose_name="Code"),
        ),
        migrations.AlterField(
            model_name="organisation",
            name="kind",
            field=models.CharField(
                choices=[
                    ("command", "command"),
                    ("town", "town"),
                    ("department", "department"),
                    ("agency", "agency"),
                ],
                max_length=12,
                verbose_name="Kind",
            ),
        ),
        migrations.AlterField(
            model_name="organisation",
            name="name",
            field=models.CharField(max_length=80, verbose_name="Name"),
        ),
        migrations.AlterField(
            model_name="organisation",
            name="short",
            field=models.CharField(max_length=20, verbose_name="Short name"),
        ),
        migrations.AlterField(
            model_name="organisationevent",
            name="area",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="venues.area",
                verbose_name="area",
            ),
        ),
        migrations.AlterField(
            model_name="organisationevent",
            name="code",
            field=models.CharField(max_length=40, verbose_name="Code"),
        ),
        migrations.AlterField(
            model_name="organisationevent",
            name="kind",
            field=models.CharField(
                choices=[
                    ("command", "command"),
                    ("town", "town"),
                    ("department", "department"),
                    ("agency", "agency"),
                ],
                max_length=12,
                verbose_name="Kind",
            ),
        ),
        migrations.AlterField(
            model_name="organisationevent",
            name="name",
            field=models.CharField(max_length=80, verbose_name="Name"),
        ),
        migrations.AlterField(
            model_name="organisationevent",
            name="short",
            field=models.CharField(max_length=20, verbose_name="Short name"),
        ),
    ]
