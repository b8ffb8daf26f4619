"""Pages of the inbox: the messages of who looks, and one of them with its lines."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET

from inspections.tracking.escalation.models import Message
from inspections.tracking.inbox.actions import read
from inspections.tracking.inbox.links import links_of
from venues.signed_in import officer_of

PER_PAGE = 50


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
    told = links_of(officer_of(request), [line.escalation for line in page])
    context = {"message": row, "page": page, "told": told}
    return render(request, "inbox/message.html", context)
