"""The inbox: what was told to me, how much of it is unread, and nobody else's."""

from django.test import Client

from inspections.tracking.escalation.actions import escalate
from inspections.tracking.escalation.models import Message
from tests.cast import Cast
from tests.duties.days import at
from tests.rules import rule
from tests.tracking.test_ladder import opened


@rule("R-ISSUE-7", "R-SCOPE-2")
def test_read_once_opened_and_nobody_elses(cast: Cast, client: Client) -> None:
    issue = opened(cast)
    with at(issue.due.date(), 12):
        escalate()
    message = Message.objects.get(officer=cast["town-leader"])
    page = f"/inbox/{message.pk}/"

    client.force_login(cast["command-leader"])
    assert client.get(page).status_code == 404
    client.force_login(cast["town-leader"])
    assert "未读" in client.get("/").content.decode()
    assert issue.number in client.get(page).content.decode()
    message.refresh_from_db()
    assert message.read_at is not None
    assert "未读" not in client.get("/").content.decode()


def test_an_empty_one_says_so(cast: Cast, client: Client) -> None:
    client.force_login(cast["auditor"])
    assert client.get("/inbox/").status_code == 200
