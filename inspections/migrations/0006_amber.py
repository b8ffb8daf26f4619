"""When the time of an issue's round began, and from when on it is amber."""

from django.db import migrations, models
from django.db.models import F, Func, Q

FUNCTION = """
-- The moment at which 80 % of the time between a start and its due is over (R-ISSUE-3). Seconds
-- alone are added, so that no time zone enters into it.
CREATE FUNCTION inspections_amber_from(start timestamptz, due timestamptz) RETURNS timestamptz
    LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
    SELECT due - make_interval(secs => (extract(epoch FROM due - start) / 5)::double precision)
$$;
"""

# An ended issue takes no UPDATE, and nothing changes here that it was ended with: the new column
# is filled while its type is set. A later round began at its due less the item's hours; where
# those are 0, on the morning of its due.
FILL = """
ALTER TABLE inspections_issue ALTER COLUMN round_from TYPE timestamptz USING CASE
    WHEN round = 1 THEN found_at
    WHEN hours > 0 THEN due - make_interval(hours => hours)
    ELSE greatest(found_at, date_trunc('day', due, 'Asia/Shanghai')) END;
"""


class Migration(migrations.Migration):
    dependencies = [("inspections", "0005_two_checks")]

    operations = [
        migrations.RunSQL(
            FUNCTION, "DROP FUNCTION inspections_amber_from(timestamptz, timestamptz)"
        ),
        migrations.AddField("issue", "round_from", models.DateTimeField(null=True)),
        migrations.RunSQL(FILL, migrations.RunSQL.noop),
        migrations.AlterField("issue", "round_from", models.DateTimeField()),
        migrations.AddField(
            "issue",
            "amber_at",
            models.GeneratedField(
                expression=Func(F("round_from"), F("due"), function="inspections_amber_from"),
                output_field=models.DateTimeField(),
                db_persist=True,
            ),
        ),
        migrations.AddIndex(
            "issue",
            models.Index(
                condition=Q(state="open"), fields=["amber_at", "due"], name="issue_open_amber"
            ),
        ),
    ]
