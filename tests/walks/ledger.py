"""What can be done about issues on the ledger."""

from datetime import timedelta
from typing import Any

from django.db.models import F

from inspections.ledger import actions as ledger
from inspections.ledger.models import HandOver, Issue
from inspections.ledger.rules import MEASURES, Severity, VoidKind
from tests.walks.deeds import Step, deed, step
from tests.walks.world import World

UNCLOSED = ["open", "rectified", "rechecked"]


def issues() -> Any:
    """All issues, each with what its acts need."""
    return Issue.objects.select_related("venue__category", "venue__district", "item")


def grounds_first(world: World) -> Any:
    """Most likely those for which a plate hangs, so that it can be lifted."""
    rows = issues()
    hanging = rows.filter(
        plate_grounds__plate__state__in=["approved", "hung"],
        state__in=["open", "rectified", "rechecked"],
    )
    return hanging if world.chance(0.6) and hanging.exists() else rows


def _answers(world: World, issue: Issue, post: str = "reviewer") -> Any:
    """Somebody of the department that answers for an issue."""
    if issue.answering_id in (None, issue.department_id):
        return world.of("lead", post, issue.venue)
    return world.who(post, issue.answering_id)


@deed("issue.report_rectified", steady=4)
def report_rectified(world: World) -> Step | None:
    issue = world.some(grounds_first(world), state="open")
    if issue is None:
        return None
    by = world.of(world.any(["town", "lead"]), "inspector", issue.venue)
    given = {
        "measure": world.words("cleared"), "responsible": "Wang", "funds": "200",
        "deadline": world.today + timedelta(days=3), "contingency": "close the room",
    }  # fmt: skip
    if world.careless == "blank":
        given["measure"] = ""
    return step(ledger.report_rectified, issue, by=by, given=given, pictures=[world.picture()])


@deed("issue.sign_off", steady=4)
def sign_off(world: World) -> Step | None:
    issue = world.some(grounds_first(world), state="rechecked", severity__in=["serious", "major"])
    if issue is None:
        return None
    signed = set(issue.sign_offs.filter(round=issue.round).values_list("role", flat=True))
    if issue.severity == "serious" or "department" not in signed:
        by = _answers(world, issue)
    elif "town" not in signed:
        by = world.of("town", "reviewer", issue.venue)
    else:
        by = world.command("reviewer")
    return step(ledger.sign_off, issue, by=by, remark=world.words("seen"))


@deed("issue.reject")
def reject(world: World) -> Step | None:
    issue = world.some(issues(), state="rechecked", severity__in=["serious", "major"])
    by = _answers(world, issue) if issue else None
    return step(ledger.reject, issue, by=by, reason=world.words("not convincing"))


@deed("issue.void")
def void(world: World) -> Step | None:
    issue = world.some(issues(), state__in=["open", "rectified"])
    if issue is None:
        return None
    kind, other = world.any([VoidKind.ERROR, VoidKind.DUPLICATE]), None
    if kind == VoidKind.DUPLICATE:
        other = world.some(issues().filter(venue=issue.venue).exclude(pk=issue.pk))
        kind = kind if other else VoidKind.ERROR
    return step(ledger.void, issue, by=world.command("leader"), kind=str(kind), duplicate_of=other,
                reason=world.words("wrong venue"))  # fmt: skip


@deed("issue.regrade")
def regrade(world: World) -> Step | None:
    issue = world.some(issues().filter(venue__standing__plate_hung=False), state="open")
    if issue is None:
        return None
    severity = world.any(each for each in Severity.values if each != issue.severity)
    by = world.of("lead", "reviewer", issue.venue)
    return step(ledger.regrade, issue, by=by, severity=severity, reason=world.words("graver"))


@deed("issue.assign")
def assign(world: World) -> Step | None:
    issue = world.some(issues(), state__in=UNCLOSED)
    if issue is None:
        return None
    by = world.of(world.any(["town", "lead", "co", "command"]), "reviewer", issue.venue)
    if by is None or by.organisation_id is None:
        return None
    colleague = world.who("inspector", by.organisation_id)
    return step(ledger.assign, (issue.number,), by=by, assignee=colleague)


@deed("issue.ask_extension", "issue.grant_extension", "issue.refuse_extension")
def ask_extension(world: World) -> Step | None:
    issue = world.some(issues().filter(due__gt=world.now), state="open")
    if issue is None:
        return None
    by = world.of(world.any(["town", "lead"]), "inspector", issue.venue)
    wanted = issue.due.date() + timedelta(days=world.random.randint(2, 20))
    return step(ledger.ask_extension, issue, by=by, wanted=wanted, reason=world.words("parts"))


def _decides(world: World, issue: Issue) -> Any:
    if issue.severity == "major":
        return world.command("reviewer")
    return world.of("lead", "reviewer", issue.venue)


def _asked(world: World) -> Issue | None:
    waiting = issues().filter(extension_asks__decision=None, extension_asks__round=F("round"))
    return world.some(waiting.filter(extension_asks__isnull=False), state="open")


@deed("issue.grant_extension")
def grant_extension(world: World) -> Step | None:
    issue = _asked(world)
    if issue is None:
        return None
    until = max(issue.due.date(), world.today) + timedelta(days=world.random.randint(2, 9))
    return step(ledger.grant_extension, issue, by=_decides(world, issue), until=until)


@deed("issue.refuse_extension")
def refuse_extension(world: World) -> Step | None:
    issue = _asked(world)
    by = _decides(world, issue) if issue else None
    return step(ledger.refuse_extension, issue, by=by, reason=world.words("long enough"))


@deed("issue.record_measure")
def record_measure(world: World) -> Step | None:
    issue = world.some(issues(), state__in=UNCLOSED)
    if issue is None:
        return None
    by = world.of(world.any(["lead", "co"]), "reviewer", issue.venue)
    kind, _label = world.any(MEASURES)
    return step(ledger.record_measure, issue, by=by, kind=kind, day=world.today,
                document_number=world.words("No."), remark="by hand")  # fmt: skip


def _owes_measure(world: World) -> Issue | None:
    """An issue with two failed re-checks, most likely one that nobody acted on since."""
    return world.some(issues().filter(round__gte=3), state__in=UNCLOSED)


@deed("issue.explain_no_measure")
def explain_no_measure(world: World) -> Step | None:
    issue = _owes_measure(world)
    if issue is None or not (issue.evidence.measure_owed or world.careless):
        return None
    by = world.of("lead", "reviewer", issue.venue)
    return step(ledger.explain_no_measure, issue, by=by, reason=world.words("a small thing"))


@deed(
    "issue.hand_over", "issue.refuse_hand_over", "issue.uphold_hand_over", "issue.return_hand_over"
)
def hand_over(world: World) -> Step | None:
    fresh = issues().filter(found_at__gt=world.later(days=-3), hand_overs__isnull=True)
    issue = world.some(fresh, state__in=["open", "rectified"])
    if issue is None:
        return None
    to = world.any(ledger.may_receive(issue.venue, issue.answering_id))
    return step(ledger.hand_over, issue, by=_answers(world, issue), to=to,
                reason=world.words("a fire exit"))  # fmt: skip


_DONE = {"handed": ["refused"], "refused": ["upheld", "returned"]}


def _handed(world: World, state: str, *states: str) -> Issue | None:
    """An issue whose hand-over stands so."""
    steps = HandOver.objects.filter
    rows = issues().filter(pk__in=steps(state=state).values("issue"))
    rows = rows.exclude(pk__in=steps(state__in=_DONE[state]).values("issue"))
    return world.some(rows, state__in=states)


@deed("issue.refuse_hand_over")
def refuse_hand_over(world: World) -> Step | None:
    issue = _handed(world, "handed", "open", "rectified")
    late = issue is not None and issue.hand_overs.filter(at__lt=world.later(days=-3)).exists()
    if late and world.chance(0.9):
        return None
    by = _answers(world, issue) if issue else None
    return step(ledger.refuse_hand_over, issue, by=by, reason=world.words("not ours"))


@deed("issue.uphold_hand_over")
def uphold_hand_over(world: World) -> Step | None:
    issue = _handed(world, "refused", *UNCLOSED)
    return step(ledger.uphold_hand_over, issue, by=world.command("reviewer"),
                reason=world.words("theirs"))  # fmt: skip


@deed("issue.return_hand_over")
def return_hand_over(world: World) -> Step | None:
    issue = _handed(world, "refused", *UNCLOSED)
    return step(ledger.return_hand_over, issue, by=world.command("reviewer"),
                reason=world.words("yours"))  # fmt: skip
