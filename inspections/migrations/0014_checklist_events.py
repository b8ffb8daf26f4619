"""Checklists as subjects of events: who published which version, and why."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("inspections", "0013_columns_told")]

    operations = [
        migrations.AlterModelOptions(
            name="checklist",
            options={"ordering": ["code"], "verbose_name": "checklist"},
        ),
        migrations.AddField(
            model_name="checklist",
            name="event_hash",
            field=models.CharField(default="", editable=False, max_length=64),
        ),
        migrations.AddField(
            model_name="checklist",
            name="event_seq",
            field=models.PositiveIntegerField(default=0, editable=False),
        ),
    ]
