"""Pages of the inbox: the messages of who looks, and one of them with its lines."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_GET

from inspections.tracking.escalation.models import Escalation, Message
from inspections.tracking.inbox.actions import read
from venues.signed_in import officer_of

PER_PAGE = 50
# kind of subject → the address of its page, by the number under which people know it
PAGES = {
    "issue": "ledger:issue", "plate": "plates:plate", "look_back": "look_backs:look_back",
    "operation": "operations:room",
}  # fmt: skip


@require_GET
def inbox(request: HttpRequest) -> HttpResponse:
    """What was told to this person, newest first."""
    rows = Message.objects.of(officer_of(request))
    pages = Paginator(rows.order_by("-sent_at", "-pk"), PER_PAGE)
    page = pages.get_page(request.GET.get("page"))
    return render(request, "inbox/inbox.html", {"page": page})


@require_GET
def message(request: HttpRequest, pk: int) -> HttpResponse:
    """One message and everything that it tells of; whoever opens it has read it."""
    row = get_object_or_404(Message.objects.of(officer_of(request)), pk=pk)
    read(row)
    lines = row.lines.select_related("escalation__venue", "escalation__town").order_by("pk")
    page = Paginator(lines, PER_PAGE).get_page(request.GET.get("page"))
    told = [(line.escalation, _address(line.escalation)) for line in page]
    context = {"message": row, "page": page, "told": told}
    return render(request, "inbox/message.html", context)


def _address(told: Escalation) -> str:
    """The page of what is late; "" where it has none of its own."""
    name = PAGES.get(told.subject_type)
    return reverse(name, args=[told.subject_key]) if name else ""
