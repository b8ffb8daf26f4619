"""What may be late, and the ladder of those who are told (R-ISSUE-7). Pure; imports no model."""

from dataclasses import dataclass

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from venues.rules import OrganisationKind, Post
from venuewatch.workflow.rules import Words


class LateKind(TextChoices):
    """What is late."""

    ISSUE = "issue", _("issues overdue")
    RECHECK = "recheck", _("re-checks overdue")
    SIGN_OFF = "sign_off", _("sign-offs overdue")
    LOOK_BACK = "look_back", _("look-backs overdue")
    PLATE_CHECK = "plate_check", _("daily checks missed under a black plate")
    NO_ENTRY = "no_entry", _("no entry twice in a row")
    CLOCK = "clock", _("clocks of joint operations run out")
    REPORT = "report", _("daily reports missing")


@dataclass(frozen=True)
class Rung:
    """One step of the ladder: who is told, so many days after something fell due.

    `key` names the value of the scheme that says how many; "" for at once.
    """

    step: int
    kind: str
    posts: tuple[str, ...]
    key: str
    label: Words


LADDER = (
    Rung(1, OrganisationKind.TOWN, (Post.LEADER,), "", _("the town's leader")),
    Rung(2, OrganisationKind.DEPARTMENT, (Post.REVIEWER,), "ladder_department_days",
         _("the lead department's reviewers")),
    Rung(3, OrganisationKind.COMMAND, (Post.REVIEWER, Post.LEADER), "ladder_command_days",
         _("the command's reviewers and leader")),
)  # fmt: skip
# Two visits without entry are told of as long as the second is not older than this.
NO_ENTRY_DAYS = 30
BY_STEP = {rung.step: rung for rung in LADDER}
