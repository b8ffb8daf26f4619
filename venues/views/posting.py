"""A form that is one act: refusals beside their fields, an overtaken page told, nothing lost."""

from collections.abc import Callable
from http import HTTPStatus

from django.contrib import messages
from django.http import HttpRequest, QueryDict
from django.utils.translation import gettext as _

from venuewatch.moments import moment_words
from venuewatch.refusals import TellsRefusals
from venuewatch.workflow.rules import Refused, Stale, Words
from venuewatch.workflow.timeline import last_of


def posted(
    request: HttpRequest, form: TellsRefusals, act: Callable[[], object], done: Words = ""
) -> HTTPStatus:
    """FOUND when the act was done, which `done` tells; else the status of the page.

    Its form then says what is wrong.

    After somebody else's change the form carries the fresh event number, so that who has seen the
    sentence may send it again.
    """
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
        form.data = QueryDict(mutable=True)
        form.data.update(request.POST)
        form.data["seen"] = str(stale.row.event_seq)
        return HTTPStatus.CONFLICT
    messages.success(request, str(done) or _("Saved."))
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
