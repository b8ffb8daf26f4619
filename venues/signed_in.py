"""Who asks: the officer of a request."""

from django.http import HttpRequest

from venues.models import Officer


def officer_of(request: HttpRequest) -> Officer:
    """The signed-in officer; every page but the sign-in is behind the login."""
    if not isinstance(request.user, Officer):
        raise TypeError("this page is only for officers who are signed in")
    return request.user
