"""Who asks: the officer of a request."""

from django.http import HttpRequest
from django.utils.translation import gettext as _

from venues.models import Officer
from venues.rules import BUSINESS_POSTS
from venuewatch.workflow.rules import NotAllowed


def officer_of(request: HttpRequest) -> Officer:
    """The signed-in officer; every page but the sign-in is behind the login."""
    if not isinstance(request.user, Officer):
        raise TypeError("this page is only for officers who are signed in")
    return request.user


def at_work(request: HttpRequest) -> Officer:
    """The officer, in a post with business; NotAllowed for auditors and administrators.

    For pages that are about no single venue: those are out of their scope, and not found.
    """
    officer = officer_of(request)
    if officer.post not in BUSINESS_POSTS:
        raise NotAllowed(_("Venues and issues are not shown to your post."))
    return officer
