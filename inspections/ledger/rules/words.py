"""The words of the ledger: states, severities, sources, and the other choices of its columns."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class IssueState(TextChoices):
    """Where an issue is between being found and being struck off."""

    OPEN = "open", _("under rectification")
    RECTIFIED = "rectified", _("waiting for re-check")
    RECHECKED = "rechecked", _("waiting to be struck off")
    CLOSED = "closed", _("struck off")
    VOID = "void", _("void")


UNCLOSED = (IssueState.OPEN, IssueState.RECTIFIED, IssueState.RECHECKED)


class Severity(TextChoices):
    """How grave an issue is; decides its sign-offs, its look-backs and its ladder."""

    GENERAL = "general", _("general")
    SERIOUS = "serious", _("serious")
    MAJOR = "major", _("major")


class Source(TextChoices):
    """What brought an issue onto the ledger."""

    TOWN = "town", _("town check")
    SECTOR = "sector", _("sector check")
    COMMAND = "command", _("supervision")
    JOINT = "joint", _("joint enforcement")
    NOTICE = "notice", _("notice")
    TIP = "tip", _("tip")
    LOOK_BACK = "look_back", _("look-back")


class SignOffRole(TextChoices):
    """In whose name a rechecked issue is signed off."""

    DEPARTMENT = "department", _("answering department")
    TOWN = "town", _("town")
    COMMAND = "command", _("command")


class VoidKind(TextChoices):
    """Why an issue is void."""

    ERROR = "error", _("opened in error")
    WITHDRAWN = "withdrawn", _("withdrawn")
    DUPLICATE = "duplicate", _("duplicate of another issue")


class MeasureKind(TextChoices):
    """What the law lets a department do about an issue 强化执法 (R-ISSUE-9); or why nothing."""

    ORDER = "order", _("order to stop or rectify")
    WARNING = "warning", _("warning")
    PENALTY = "penalty", _("penalty")
    SUSPENSION = "suspension", _("suspension of business")
    TRANSFER = "transfer", _("transfer to the competent authority")
    NONE = "none", _("no measure")


class HandOverState(TextChoices):
    """How far the handing over of an issue to another department 转办 has come."""

    HANDED = "handed", _("handed over")
    REFUSED = "refused", _("refused, waiting for the command")
    UPHELD = "upheld", _("upheld by the command")
    RETURNED = "returned", _("returned by the command")


class Timing(TextChoices):
    """How an issue stands with its time (R-ISSUE-3)."""

    IN_TIME = "in_time", _("in time")
    AMBER = "amber", _("due soon")
    OVERDUE = "overdue", _("overdue")


class ClosingReason(TextChoices):
    """Why an issue ended as closed."""

    FIXED = "fixed", _("rectified and re-checked")
    CEASED = "ceased", _("ceased trading")
