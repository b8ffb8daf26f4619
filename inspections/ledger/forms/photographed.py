"""Forms that show something in a photo, and keep it while they are shown again."""

from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from inspections.ledger import stash
from inspections.ledger.forms.fields import PhotosField
from inspections.ledger.photos import Caption, clean_photo
from venues.models import Officer, Venue
from venuewatch.refusals import TellsRefusals
from venuewatch.workflow.rules import Refused


class KeepsPhotos(TellsRefusals, forms.Form):
    """A form of an officer at a venue; `pictures` are the photos that came, `kept` their names."""

    def __init__(self, *args: Any, venue: Venue, officer: Officer, **options: Any) -> None:
        super().__init__(*args, **options)
        self.venue, self.officer = venue, officer
        self.pictures: list[Any] = []
        self.kept: list[str] = []

    def keep_photos(self) -> None:
        """Keep the photos that came with a form which is shown again; most forms have none."""
        if self.pictures:
            self.kept = stash.keep(self.pictures, self.officer)

    def take_photos(self, uploads: list[Any], *, needed: bool) -> list[Any]:
        """The photos that came now, then those kept from an earlier try, fit to be stored.

        What was chosen now counts first: an act shows one photo.
        """
        kept = self.data.getlist("kept") if isinstance(self.data, QueryDict) else []
        files = [stash.take(each, self.officer) for each in stash.names(kept, self.officer)]
        caption = Caption(self.venue.name, self.officer.signature, self.venue.point)
        self.pictures = []
        for upload in uploads:
            try:
                self.pictures.append(clean_photo(upload, caption=caption))
            except Refused as refusal:
                self.add_refusal(refusal)
        self.pictures += [each for each in files if each is not None]
        if needed and not self.pictures and not self.has_error("photos"):
            raise forms.ValidationError(_("A photo is needed."))
        return self.pictures


def photos_field(label: Any) -> PhotosField:
    """The photo of an act; whether it is needed is for the form to say, with what was kept."""
    return PhotosField(label=label, required=False)


def position_fields(
    widget: type[forms.TextInput | forms.HiddenInput] = forms.TextInput,
) -> tuple[forms.FloatField, forms.FloatField]:
    """Longitude and latitude (WGS84), which the phone fills in if its owner lets it."""
    longitude, latitude = (
        forms.FloatField(
            label=label, required=False, min_value=-most, max_value=most,
            widget=widget(attrs={"inputmode": "decimal", mark: ""}),
        )
        for label, most, mark in (
            (gettext_lazy("Longitude (WGS84)"), 180, "data-lon"),
            (gettext_lazy("Latitude (WGS84)"), 90, "data-lat"),
        )
    )  # fmt: skip
    return longitude, latitude
