"""The follow-up of these tests: it leaves a mark, so that what is done twice would show twice."""

from django.db import connection

from venuewatch.workflow.followups import handler
from venuewatch.workflow.models import FollowUp

MARK = "faults.mark"
# Long enough that a program can be killed amid its batch.
SECONDS = 0.01


@handler(MARK)
def mark(followup: FollowUp) -> None:
    """Write which step was done, and by which connection."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO faults_mark (step, backend) VALUES (%s, pg_backend_pid())", [followup.step]
        )
        cursor.execute("SELECT pg_sleep(%s)", [SECONDS])
