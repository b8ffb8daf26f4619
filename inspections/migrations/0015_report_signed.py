"""Reports keep their signature in words; that of older versions stands in their events."""

from django.db import migrations, models

_FROM_EVENTS = """
ALTER TABLE inspections_reportversion DISABLE TRIGGER USER;
UPDATE inspections_reportversion AS v SET signed = e.body::jsonb ->> 'by'
FROM workflow_event AS e
WHERE e.subject_type = 'report' AND e.subject_id = v.report_id
  AND e.body::jsonb #>> '{details,version}' = v.number::text;
SET CONSTRAINTS ALL IMMEDIATE;
SET CONSTRAINTS ALL DEFERRED;
ALTER TABLE inspections_reportversion ENABLE TRIGGER USER;"""


class Migration(migrations.Migration):
    dependencies = [("inspections", "0014_checklist_events"), ("workflow", "0005_two_checks")]

    operations = [
        migrations.AddField(
            model_name="reportversion",
            name="signed",
            field=models.CharField(default="", max_length=200),
            preserve_default=False,
        ),
        migrations.RunSQL(_FROM_EVENTS, migrations.RunSQL.noop),
    ]
