"""Django admin is for the system administrator: accounts only, no business data (R-SCOPE-1)."""

from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.admin.utils import unquote
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.forms import AdminUserCreationForm, UserChangeForm
from django.contrib.auth.models import Group
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path
from django.utils.translation import gettext_lazy as _

from venues import accounts
from venues.history import changes_of
from venues.models import Area, Officer, Organisation, Person
from venues.signed_in import officer_of
from venues.views.account_import import import_page
from venuewatch.sign_in import AdminSignInForm

ABOUT = ("person", "organisation", "post")
MOVING = _("Open work stays with the organisation: nothing is assigned to a person.")

admin.site.site_header = admin.site.site_title = _("VenueWatch accounts")
admin.site.index_title = _("Accounts")
admin.site.login_form = AdminSignInForm
admin.site.unregister(Group)  # rights follow from posts; groups would mean nothing


class NewOfficer(AdminUserCreationForm[Officer]):
    """A new account with its first password."""

    class Meta:
        model = Officer
        fields = ("username", *ABOUT)


class ChangedOfficer(UserChangeForm[Officer]):
    """An account; its password is not shown but may be set anew."""

    reason = forms.CharField(
        label=_("Reason"), required=False, help_text=_("Kept with the event that auditors read.")
    )

    class Meta:
        model = Officer
        fields = ("username", "password", *ABOUT, "is_active")
        help_texts = {"organisation": MOVING}


class Kept(admin.ModelAdmin):  # type: ignore[type-arg]  # generic for the type checker alone
    """Rows that stay: never deleted, with the history of their fields where it is kept."""

    object_history_template = "admin/venues/history.html"

    def has_delete_permission(self, request: HttpRequest, obj: object = None) -> bool:
        """Evidence names accounts, persons and organisations; none is ever deleted."""
        return False

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Who changed which field, from what to what, below what admin itself keeps."""
        row = self.get_object(request, unquote(object_id))
        context = {"changes": changes_of(row) if row is not None else []}
        return super().history_view(request, object_id, {**context, **(extra_context or {})})


@admin.register(Officer)
class OfficerAdmin(Kept, UserAdmin):  # type: ignore[type-arg]  # generic for the type checker alone
    """Accounts: create, import, reset, move, disable, each an event on the officer's chain."""

    form = ChangedOfficer
    add_form = NewOfficer
    change_list_template = "admin/venues/officers.html"
    list_display = ("username", "person", "organisation", "post", "is_active")
    list_filter = ("post", "is_active")
    list_select_related = ("person", "organisation")
    search_fields = ("username", "person__name")
    ordering = ("username",)
    filter_horizontal = ()
    autocomplete_fields = ("person",)
    fieldsets = ((None, {"fields": ("username", "password", *ABOUT, "is_active", "reason")}),)
    add_fieldsets = (
        (None, {"fields": ("username", *ABOUT, "usable_password", "password1", "password2")}),
    )

    def get_urls(self) -> list[URLPattern]:
        """The pages of admin, and the import of accounts."""
        own = path("import/", self.admin_site.admin_view(import_page), name="import_accounts")
        return [own, *super().get_urls()]

    def save_model(self, request: HttpRequest, obj: Officer, form: Any, change: bool) -> None:
        """Create or change by the acts, so that each leaves its event."""
        by = officer_of(request)
        if not change:
            accounts.create_account(obj, by=by)
            return
        given = {name: form.cleaned_data[name] for name in ("username", *ABOUT, "is_active")}
        accounts.change_account(obj, given, by=by, reason=form.cleaned_data["reason"])

    def user_change_password(
        self,
        request: HttpRequest,
        id: str,  # noqa: A002 — admin's name for it
        form_url: str = "",
    ) -> HttpResponse:
        """Set a password anew; the row is locked, so that its chain of events stays whole."""
        with transaction.atomic():
            officer = self.get_object(request, unquote(id))
            row = Officer.locked(officer.pk) if officer is not None else None
            answer: HttpResponse = super().user_change_password(request, id, form_url)
            if row and row.password != Officer.objects.get(pk=row.pk).password:
                accounts.note_password(row, "reset_password", by=officer_of(request))
        return answer


@admin.register(Person)
class PersonAdmin(admin.ModelAdmin[Person]):
    """Persons, so that one person's accounts count as one in four-eyes rules."""

    list_display = ["name", "phone"]
    search_fields = ["name"]

    def has_delete_permission(self, request: object, obj: object = None) -> bool:
        """Persons stay; evidence names them."""
        return False


@admin.register(Organisation)
class OrganisationAdmin(Kept):
    """Organisations: what they are called may be changed, the rest is laid from a file."""

    list_display = ("name", "short", "code", "kind", "area")
    list_filter = ("kind",)
    list_select_related = ("area",)
    search_fields = ("name", "short", "code")
    fields = ("name", "short", "code", "kind", "area")
    readonly_fields = ("code", "kind", "area")

    def has_add_permission(self, request: HttpRequest) -> bool:
        """They come by `manage.py load_district`, with the area in which they act."""
        return False


@admin.register(Area)
class AreaAdmin(admin.ModelAdmin[Area]):
    """Areas, to look at: they are laid from a file (docs/operations.md)."""

    list_display = ("code", "name", "kind", "parent")
    list_filter = ("kind",)
    list_select_related = ("parent",)
    search_fields = ("code", "name")

    def has_add_permission(self, request: HttpRequest) -> bool:
        """They come by `manage.py load_district`."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: object = None) -> bool:
        """Venues, scope and numbers lean on them."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: object = None) -> bool:
        """Venues lie in them."""
        return False
