"""Indexes by which the dashboard reads what is unclosed, and what ended in its days."""

from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("inspections", "0022_notices_and_intake"),
        ("venues", "0006_control_orders"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name="issue",
            name="issue_unclosed_venue",
        ),
        migrations.AddIndex(
            model_name="issue",
            index=models.Index(
                condition=models.Q(("state__in", ("open", "rectified", "rechecked"))),
                fields=["venue"],
                include=(
                    "town",
                    "department",
                    "severity",
                    "state",
                    "found_at",
                    "due",
                    "rectified_at",
                ),
                name="issue_unclosed_venue",
            ),
        ),
        migrations.AddIndex(
            model_name="operation",
            index=models.Index(
                condition=models.Q(("ended_at__isnull", False)),
                fields=["ended_at"],
                name="operation_ended_day",
            ),
        ),
        migrations.AddIndex(
            model_name="plate",
            index=models.Index(
                condition=models.Q(("hung_at__isnull", False)),
                fields=["hung_at"],
                name="plate_hung_day",
            ),
        ),
        migrations.AddIndex(
            model_name="plate",
            index=models.Index(
                condition=models.Q(("ended_at__isnull", False)),
                fields=["ended_at"],
                name="plate_ended_day",
            ),
        ),
    ]
