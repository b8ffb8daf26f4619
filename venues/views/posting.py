"""A form that is one act: refusals beside their fields, an overtaken page told, nothing lost."""

from collections.abc import Callable
from http import HTTPStatus

from django.contrib import messages
from django.http import HttpRequest, QueryDict
from django.utils.translation import gettext as _

from venuewatch.refusals import TellsRefusals
from venuewatch.workflow.rules import Refused, Stale


def posted(request: HttpRequest, form: TellsRefusals, act: Callable[[], object]) -> HTTPStatus:
    """FOUND when the act was done; else the status of the page, whose form says what is wrong.

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
        form.add_error(None, _("Somebody changed this meanwhile; look, and save again."))
        form.data = QueryDict(mutable=True)
        form.data.update(request.POST)
        form.data["seen"] = str(stale.row.event_seq)
        return HTTPStatus.CONFLICT
    messages.success(request, _("Saved."))
    return HTTPStatus.FOUND
