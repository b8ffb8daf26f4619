"""A form that is one act: refusals beside their fields, an overtaken page told, nothing lost."""

from collections.abc import Callable
from http import HTTPStatus
from typing import Any, TypeVar

from django.contrib import messages
from django.http import HttpRequest, QueryDict
from django.utils.translation import gettext as _

from venues.models import Officer
from venues.signed_in import officer_of
from venuewatch.asked import SubmissionField
from venuewatch.moments import moment_words
from venuewatch.refusals import TellsRefusals
from venuewatch.workflow.actions import demand
from venuewatch.workflow.models import Subject
from venuewatch.workflow.once import made_before, once
from venuewatch.workflow.rules import NotAllowed, Refused, Stale, Words
from venuewatch.workflow.timeline import last_of

S = TypeVar("S", bound=Subject)


def posted_new(
    request: HttpRequest, form: TellsRefusals, kind: type[S], make: Callable[[], S],
    done: Words = "",
) -> tuple[HTTPStatus, S | None]:  # fmt: skip
    """As `posted`, for a form with a key whose act makes something, which comes along when done.

    Sent twice, by a double tap, it leads to what it made the first time.
    """
    found: list[tuple[S | None, bool]] = [(sent_before(request, kind), False)]

    def act() -> None:
        key = form.cleaned_data.pop("submission", None)
        found.append(once(key, kind, make, by=officer_of(request)))

    status = HTTPStatus.FOUND if found[0][0] else _tried(request, form, act)
    made, is_new = found[-1]
    if is_new:
        messages.success(request, str(done) or _("Saved."))
    elif made:
        messages.info(request, _("This form was sent already; this is what came of it."))
    return status, made


def sent_before(request: HttpRequest, kind: type[S]) -> S | None:
    """What this very form, sent by the same person, made already; None for a new one."""
    key = SubmissionField().to_python(request.POST.get("submission"))
    return made_before(key, kind, by=officer_of(request))


def posted(
    request: HttpRequest, form: TellsRefusals, act: Callable[[], object], done: Words = ""
) -> HTTPStatus:
    """FOUND when the act was done, which `done` tells; else the status of the page.

    Its form then says what is wrong.

    After somebody else's change the form carries the fresh event number, so that who has seen the
    sentence may send it again.
    """
    status = _tried(request, form, act)
    if status == HTTPStatus.FOUND:
        messages.success(request, str(done) or _("Saved."))
    return status


def attempt(
    subject: Subject, name: str, form: TellsRefusals, act: Callable[[], object], *, by: Officer
) -> tuple[HTTPStatus, Any]:
    """Do an act on a subject by its form: FOUND and what it gave; else the status of the page that
    says what lacks, in its form too, and the row that it met.

    Whether this person may is said before what the form lacks.
    """
    is_valid = form.is_valid()
    try:
        demand(subject, name, by)
        return (HTTPStatus.FOUND, act()) if is_valid else (HTTPStatus.BAD_REQUEST, subject)
    except NotAllowed as refusal:
        form.add_error(None, str(refusal))
        return HTTPStatus.FORBIDDEN, subject
    except Refused as refusal:
        form.add_refusal(refusal)
        return HTTPStatus.BAD_REQUEST, subject
    except Stale as stale:
        return HTTPStatus.CONFLICT, stale.row


def send_again(form: TellsRefusals, seen: int) -> None:
    """Let an overtaken form hold the fresh event number: who saw the sentence may send it again."""
    data = QueryDict(mutable=True)
    data.update(form.data)
    data["seen"] = str(seen)
    form.data = data


def _tried(request: HttpRequest, form: TellsRefusals, act: Callable[[], object]) -> HTTPStatus:
    if request.method != "POST":
        return HTTPStatus.OK
    if not form.is_valid():
        return HTTPStatus.BAD_REQUEST
    try:
        act()
    except Refused as refusal:
        form.add_refusal(refusal)
        return HTTPStatus.BAD_REQUEST
    except Stale as stale:
        form.add_error(None, _overtaken(stale))
        send_again(form, stale.row.event_seq)
        return HTTPStatus.CONFLICT
    return HTTPStatus.FOUND


def _overtaken(stale: Stale) -> str:
    """Who changed what meanwhile, and that what is saved again takes its place."""
    latest = last_of(stale.row)
    if latest is None:  # nothing ever happened to it: the number was never one of its own
        return _("Somebody changed this meanwhile; look, and save again.")
    words = {"by": latest.by, "when": moment_words(latest.recorded),
             "what": " · ".join([str(latest.label), *latest.lines])}  # fmt: skip
    return (
        _(
            "Changed meanwhile by %(by)s, %(when)s: %(what)s. What you typed is kept; saved again,"
            " it takes the place of that change."
        )
        % words
    )
