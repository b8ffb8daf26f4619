"""Filters of channels and of deliveries."""

import django_filters
from django import forms
from django.utils.translation import gettext_lazy as _

from inspections.tracking.delivery.models import Channel, Delivery
from inspections.tracking.delivery.rules import ABOUT, ChannelKind, ChannelState, DeliveryState
from venues.models import Organisation


class ChannelFilter(django_filters.FilterSet):
    """By organisation, kind and state."""

    organisation = django_filters.ModelChoiceFilter(
        label=_("Organisation"), queryset=Organisation.objects.order_by("area__code", "code")
    )
    kind = django_filters.ChoiceFilter(label=_("Kind"), choices=ChannelKind.choices)
    state = django_filters.ChoiceFilter(label=_("State"), choices=ChannelState.choices)

    class Meta:
        model = Channel
        fields: list[str] = []


class DeliveryFilter(django_filters.FilterSet):
    """By state, channel, and what it is about."""

    state = django_filters.MultipleChoiceFilter(
        label=_("State"), choices=DeliveryState.choices, widget=forms.CheckboxSelectMultiple,
        distinct=False,
    )  # fmt: skip
    channel = django_filters.ModelChoiceFilter(
        label=_("Channel"), queryset=Channel.objects.order_by("code"), to_field_name="code"
    )
    topic = django_filters.ChoiceFilter(label=_("Topic"), choices=ABOUT)

    class Meta:
        model = Delivery
        fields: list[str] = []
