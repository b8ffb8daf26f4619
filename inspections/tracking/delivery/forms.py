"""Forms of the channels: a new one, and changing one; its address is never shown again."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from inspections.tracking.delivery.actions import ChannelGiven, cleaned_address
from inspections.tracking.delivery.models import MOST_ADDRESS, Channel
from inspections.tracking.delivery.rules import ChannelKind, Topic
from venues.models import Organisation
from venuewatch.asked import SeenField
from venuewatch.refusals import TellsRefusals
from venuewatch.workflow.rules import Refused

_ADDRESS = _(
    "A secret that is never shown again. Robots: what the work chat shows, DingTalk with a"
    " signature %(signed)s. Webhooks: %(webhook)s. E-mail: %(mail)s."
)
_EXAMPLES = {
    "signed": "dingtalk://secret@token",
    "webhook": "https://server/path",
    "mail": "mailtos://account:password@server?to=mailbox",
}


class _ChannelForm(TellsRefusals, forms.Form):
    """What both forms ask."""

    name = forms.CharField(
        label=_("Name"), max_length=60, help_text=_("By which administrators know it.")
    )
    topics = forms.MultipleChoiceField(
        label=_("What it takes"), choices=Topic.choices, widget=forms.CheckboxSelectMultiple
    )
    address = forms.CharField(
        label=_("Address"),
        max_length=MOST_ADDRESS,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["address"].help_text = _ADDRESS % _EXAMPLES

    def given(self) -> ChannelGiven:
        """What was said of the channel."""
        said = self.cleaned_data
        return ChannelGiven(said["name"], said["topics"], said["address"])

    def _check_address(self, kind: str, address: str) -> None:
        try:
            cleaned_address(kind, address)
        except Refused as refusal:
            self.add_refusal(refusal)


class NewChannelForm(_ChannelForm):
    """A channel to be added."""

    organisation = forms.ModelChoiceField(
        label=_("Organisation"),
        queryset=Organisation.objects.select_related("area").order_by("area__code", "code"),
    )
    kind = forms.ChoiceField(label=_("Kind"), choices=ChannelKind.choices)
    field_order = ("organisation", "kind", "name", "address", "topics")

    def clean(self) -> dict[str, Any]:
        """The address is one of the kind that was chosen."""
        said = super().clean() or {}
        if said.get("kind") and said.get("address"):
            self._check_address(said["kind"], said["address"])
        return said


class ChannelForm(_ChannelForm):
    """A channel to be changed; without a new address it keeps the one it has."""

    seen = SeenField()
    field_order = ("name", "address", "topics", "seen")

    def __init__(self, *args: Any, channel: Channel, **options: Any) -> None:
        super().__init__(*args, **options)
        self.channel = channel
        self.fields["address"].required = False
        self.fields["address"].label = _("New address (blank: it stays)")

    def clean(self) -> dict[str, Any]:
        """A new address is one of the channel's kind."""
        said = super().clean() or {}
        if said.get("address"):
            self._check_address(self.channel.kind, said["address"])
        return said
