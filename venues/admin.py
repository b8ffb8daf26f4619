"""Django admin is for the system administrator: accounts only, no business data (R-SCOPE-1)."""

from django.contrib import admin

from venues.models import Officer, Person


@admin.register(Officer)
class OfficerAdmin(admin.ModelAdmin[Officer]):
    """Accounts: create, move, disable. Deleting is not offered; evidence names the account."""

    list_display = ["username", "person", "organisation", "post", "is_active"]
    list_filter = ["post", "is_active"]
    search_fields = ["username", "person__name"]
    fields = ["username", "person", "organisation", "post", "is_active"]
    autocomplete_fields = ["person"]

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
