"""Django admin is for the system administrator: accounts only, no business data (R-SCOPE-1)."""

from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.forms import AdminUserCreationForm, UserChangeForm
from django.contrib.auth.models import Group
from django.utils.translation import gettext_lazy as _

from venues.models import Officer, Person
from venuewatch.sign_in import AdminSignInForm

ABOUT = ("person", "organisation", "post")

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

    class Meta:
        model = Officer
        fields = ("username", "password", *ABOUT, "is_active")


@admin.register(Officer)
class OfficerAdmin(UserAdmin):  # type: ignore[type-arg]  # generic for the type checker alone
    """Accounts: create, reset, move, disable; never delete, for evidence names the account."""

    form = ChangedOfficer
    add_form = NewOfficer
    list_display = ("username", "person", "organisation", "post", "is_active")
    list_filter = ("post", "is_active")
    list_select_related = ("person", "organisation")
    search_fields = ("username", "person__name")
    ordering = ("username",)
    filter_horizontal = ()
    autocomplete_fields = ("person",)
    fieldsets = ((None, {"fields": ("username", "password", *ABOUT, "is_active")}),)
    add_fieldsets = (
        (None, {"fields": ("username", *ABOUT, "usable_password", "password1", "password2")}),
    )

    def has_delete_permission(self, request: object, obj: object = None) -> bool:
        """Accounts are disabled, never deleted."""
        return False


@admin.register(Person)
class PersonAdmin(admin.ModelAdmin[Person]):
    """Persons, so that one person's accounts count as one in four-eyes rules."""

    list_display = ["name", "phone"]
    search_fields = ["name"]

    def has_delete_permission(self, request: object, obj: object = None) -> bool:
        """Persons stay; evidence names them."""
        return False
