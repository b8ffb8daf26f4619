"""The sign-in form of the portal, and that of Django admin."""

from typing import Any

from django.contrib.admin.forms import AdminAuthenticationForm
from django.contrib.auth.forms import AuthenticationForm
from django.core.validators import MaxLengthValidator


class SignInForm(AuthenticationForm):
    """Django's form, which tells the browser how long a user name may be, holding it as well."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        longest = self.username_field.max_length
        if longest is not None:
            self.fields["username"].validators.append(MaxLengthValidator(longest))


class AdminSignInForm(SignInForm, AdminAuthenticationForm):
    """The same at the door of Django admin, which lets only administrators in."""
