"""The forms of orders: drafting with scope and items, issuing, exempting, ending."""

import re
from typing import Any

from django import forms
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from venues.models import Area, Category, Order, Venue
from venues.models.orders import SEVERITIES
from venues.order_rules import LONGEST_INTERVAL, MOST_PERCENT, PARTS, USUAL_INTERVAL, Restriction
from venues.orders.actions import Asked, Scope
from venues.rules import MOST_HOURS, AreaKind
from venuewatch.asked import SeenField, SubmissionField
from venuewatch.dated import DayField
from venuewatch.refusals import TellsRefusals
from venuewatch.workflow import clock

MOST_ITEMS, BLANK_ITEMS = 30, 3
BETWEEN_CODES = r"[\s,;\uff0c\uff1b\u3001]+"


def _part(name: str) -> Any:
    """What the forms call it; the timeline of an order calls it the same."""
    return PARTS[name]


class VenuesField(forms.CharField):
    """Venues of a district by their codes, one a line."""

    def __init__(self, district: Area, **options: Any) -> None:
        self.district = district
        super().__init__(required=False, widget=forms.Textarea(attrs={"rows": 3}), **options)

    def clean(self, value: Any) -> Any:
        """The venues; raises ValidationError with the codes that are none."""
        codes = list(dict.fromkeys(filter(None, re.split(BETWEEN_CODES, super().clean(value)))))
        rows = Venue.objects.filter(district=self.district, code__in=codes).order_by("code")
        found = list(rows)
        unknown = sorted(set(codes) - {each.code for each in found})
        if unknown:
            sentence = _("No venue of the district has this code: %s")
            raise forms.ValidationError(sentence % ", ".join(unknown[:10]))
        return found


class PlacesField(forms.ModelMultipleChoiceField[Area]):
    """The district, its towns and communities, by path."""

    def label_from_instance(self, area: Area) -> str:
        """The name, under that of its town."""
        town = area.town.name if area.town and area.town != area else ""
        return " › ".join(filter(None, (town, area.name)))


class OrderForm(TellsRefusals, forms.Form):
    """What an order says, imposes, and applies to; the judging is done by the action."""

    seen = SeenField()
    submission = SubmissionField()
    number = forms.CharField(label=_part("number"), max_length=40)
    title = forms.CharField(label=_part("title"), max_length=120)
    issuer = forms.CharField(label=_part("issuer"), max_length=120)
    starts = DayField(_part("starts"))
    until = DayField(_part("until"), required=False,
                 help_text=_("Left empty it holds until further notice."))  # fmt: skip
    measures = forms.MultipleChoiceField(
        label=_part("measures"), choices=Restriction.choices, required=False,
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip
    limit_percent = forms.IntegerField(
        label=_part("limit_percent"), required=False,
        min_value=1, max_value=MOST_PERCENT,
    )  # fmt: skip
    interval_days = forms.IntegerField(
        label=_part("interval_days"), initial=USUAL_INTERVAL,
        min_value=1, max_value=LONGEST_INTERVAL,
    )  # fmt: skip
    text = forms.CharField(label=_part("text"), required=False,
                           widget=forms.Textarea(attrs={"rows": 4}))  # fmt: skip
    categories = forms.ModelMultipleChoiceField(
        label=_("Categories"), queryset=Category.objects.all(), required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("None chosen: every category in the places below."),
    )  # fmt: skip

    def __init__(self, *args: Any, district: Area, order: Order | None = None,
                 **options: Any) -> None:  # fmt: skip
        if order is not None:
            options["initial"] = _initial(order)
        super().__init__(*args, **options)
        kinds = [AreaKind.DISTRICT, AreaKind.TOWN, AreaKind.COMMUNITY]
        places = Area.objects.filter(district=district, kind__in=kinds).select_related("town")
        self.fields["areas"] = PlacesField(
            places.order_by("code"), label=_("Places"), required=False,
            widget=forms.SelectMultiple(attrs={"size": 8}),
            help_text=_("None chosen: the whole district."),
        )  # fmt: skip
        self.fields["venues"] = VenuesField(
            district, label=_("Single venues, by code"),
            help_text=_("They come in addition to categories and places."),
        )  # fmt: skip

    def scope(self) -> Scope:
        """What was chosen."""
        given = self.cleaned_data
        return Scope(given["categories"], given["areas"], given["venues"])


class ItemForm(forms.Form):
    """One thing to look at; a row without words is none."""

    text = forms.CharField(label=_part("items"), max_length=400, required=False)
    severity = forms.ChoiceField(label=_("Severity"), choices=SEVERITIES, initial="serious")
    hours = forms.IntegerField(
        label=_("Hours to rectify"), initial=24, min_value=0, max_value=MOST_HOURS
    )


ItemForms = forms.formset_factory(ItemForm, extra=BLANK_ITEMS, max_num=MOST_ITEMS)


def items_in(formset: Any) -> list[Asked]:
    """The rows that have words."""
    rows = [form.cleaned_data for form in formset]
    return [
        Asked(each["text"], each["severity"], each["hours"]) for each in rows if each.get("text")
    ]


class ActForm(TellsRefusals, forms.Form):
    """An act on an order, with the event number that its page showed."""

    seen = SeenField()


class ReasonedForm(ActForm):
    """The same with a reason."""

    reason = forms.CharField(label=_("Reason"), widget=forms.Textarea(attrs={"rows": 3}))


class ExemptForm(TellsRefusals, forms.Form):
    """Which venue an order does not reach, why, and when that was decided."""

    seen = SeenField()
    venue = forms.CharField(label=_("Code of the venue"), max_length=30)
    day = DayField(_("Day of the decision"), initial=lambda: localdate(clock.now()))
    reason = forms.CharField(label=_("Reason"), max_length=200)


def _initial(order: Order) -> dict[str, Any]:
    names = ("number", "title", "issuer", "starts", "until", "measures", "limit_percent",
             "interval_days", "text")  # fmt: skip
    scope = list(order.scope.select_related("venue"))
    return {
        **{name: getattr(order, name) for name in names},
        "seen": order.event_seq,
        "categories": [each.category_id for each in scope if each.category_id],
        "areas": [each.area_id for each in scope if each.area_id],
        "venues": "\n".join(each.venue.code for each in scope if each.venue),
    }
