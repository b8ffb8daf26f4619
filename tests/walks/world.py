"""The district of a walk as its people see it: the time, who stands where, and what there is."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import cached_property
from random import Random
from typing import Any, TypeVar

from django.core.files.base import ContentFile
from django.db.models import BigIntegerField, Func, Model, QuerySet, Value
from django.db.models.functions import Cast as AsType
from django.utils import timezone

from tests.cast import Cast, jpeg
from tests.delivery.receiving import Hook
from venues.models import Loan, Officer, Organisation, Venue
from venues.rules import LeadRole, posts_up_to
from venues.scoping import answering

M = TypeVar("M", bound=Model)
_JPEG = jpeg("blue")


@dataclass(frozen=True)
class Badge:
    """What one can tell of an officer by looking: the account, where they belong, their posts."""

    pk: int
    username: str
    organisation: int | None
    posts: tuple[str, ...]
    active: bool


@dataclass
class World:
    """What the steps of a walk share.

    `careless` makes whoever looks for something take any row, whatever its state, and any person,
    whatever their post: so refusals are provoked.
    """

    cast: Cast
    now: datetime
    hook: Hook
    random: Random = field(default_factory=Random)
    careless: str = ""
    roster: list[Badge] = field(default_factory=list)
    made: int = 0
    taken: Counter[str] = field(default_factory=Counter)

    @property
    def today(self) -> date:
        """The business day."""
        return timezone.localdate(self.now)

    def chance(self, part: float) -> bool:
        """Whether it happens this time."""
        return self.random.random() < part

    def any(self, choices: Iterable[Any]) -> Any:
        """One of these, None where there is none."""
        rows = list(choices)
        return self.random.choice(rows) if rows else None

    def some(self, rows: "QuerySet[M]", **state: Any) -> "M | None":
        """One of the rows that are in this state; of any state while somebody is careless."""
        chosen = rows if self.careless == "state" else rows.filter(**state)
        lot = Func(AsType("pk", BigIntegerField()), Value(self.random.getrandbits(32)),
                   function="hashint8extended")  # fmt: skip
        return chosen.order_by(lot, "pk").first()

    def count(self) -> int:
        """A number that no step of this walk had before."""
        self.made += 1
        return self.made

    def rarest_first(self, transitions: Iterable[str]) -> list[str]:
        """These transitions, the seldomest taken first, at random among equals."""
        return sorted(transitions, key=lambda each: (self.taken[each], self.random.random()))

    def words(self, about: str) -> str:
        """Some words that nobody wrote before."""
        return f"{about} {self.count()}"

    def picture(self) -> ContentFile[bytes]:
        """A small photo."""
        return ContentFile(_JPEG, name="photo.jpg")

    def later(self, **time: float) -> datetime:
        """The moment so much later."""
        return self.now + timedelta(**time)

    # who

    def call_the_roll(self) -> None:
        """Look again who holds which post, lent ones too."""
        loans = Loan.objects.filter(ended=None, until__gte=self.today).order_by("pk")
        lent = {loan.borrower_id: loan.post for loan in loans}
        columns = ("pk", "username", "organisation", "post", "is_active")
        self.roster = [
            Badge(pk, name, organisation, _posts(post, lent.get(pk, "")), active)
            for pk, name, organisation, post, active in Officer.objects.order_by("pk").values_list(
                *columns
            )
        ]

    def officer(self, pk: int) -> Officer:
        """The officer as the portal knows them at the beginning of a request."""
        rows = Officer.objects.select_related("person", "organisation__area__district")
        return rows.get(pk=pk)

    def named(self, username: str) -> Officer:
        """The officer of this account."""
        return self.officer(self.cast[username].pk)

    def who(self, post: str, *organisations: "Organisation | int | None") -> Officer | None:
        """Somebody with this post in one of these organisations, now and then with a higher one."""
        keys = {each.pk if isinstance(each, Organisation) else each for each in organisations}
        fit = [each for each in self.roster if each.active and post in each.posts
               and each.organisation in keys]  # fmt: skip
        own = [each for each in fit if each.posts[-1] == post]
        if own and self.chance(0.85):
            fit = own
        chosen = self.random.choice(fit) if fit else None
        if self.careless == "person":
            chosen = self.random.choice(self.roster)
        return self.officer(chosen.pk) if chosen else None

    def of(self, side: str, post: str, venue: Venue) -> Officer | None:
        """Somebody who stands in this capacity towards a venue."""
        return self.who(*self.stands(side, post, venue))

    def stands(self, side: str, post: str, venue: Venue) -> tuple[Any, ...]:
        """Which post in which organisations gives a capacity; command stands in (R-SCOPE-4)."""
        found: Sequence[Any] = ()
        if side == "command":
            return (post, self.cast.command)
        if side == "town":
            found = [self.town_of(venue)] if venue.town_id else ()
        elif side in ("lead", "co"):
            role = LeadRole.LEAD if side == "lead" else LeadRole.CO
            found = [each for each, own in answering(venue) if own == role]
        if not found and side in ("town", "lead"):
            return ("reviewer", self.cast.command)
        return (post, *found)

    def command(self, post: str = "inspector") -> Officer | None:
        """Somebody of the command."""
        return self.who(post, self.cast.command)

    def administrator(self) -> Officer | None:
        """The system administrator."""
        return self.named("admin") if self.careless != "person" else self.who("")

    def town_of(self, venue: Venue) -> Organisation:
        """The organisation that answers for a venue's territory."""
        return self.towns[venue.town_id or 0]

    @cached_property
    def towns(self) -> dict[int, Organisation]:
        """The towns' organisations by area."""
        rows = Organisation.objects.filter(kind="town").order_by("pk")
        return {each.area_id: each for each in rows}

    @cached_property
    def kinds(self) -> dict[int, str]:
        """What kind an organisation is, by its key."""
        return dict(Organisation.objects.order_by("pk").values_list("pk", "kind"))

    @cached_property
    def departments(self) -> list[Organisation]:
        """Those that can lead or be invited, in the order in which they were made."""
        rows = Organisation.objects.filter(kind__in=["department", "agency"])
        return list(rows.select_related("area").order_by("pk"))

    # where

    def venue(self, **state: Any) -> Venue | None:
        """Some venue of the district, active ones unless told otherwise."""
        state.setdefault("state", "active")
        return self.some(self.venues(), **state)

    def quiet_venue(self, **state: Any) -> Venue | None:
        """The same, but where a plate hangs only now and then, so that some are lifted."""
        rows = self.venues()
        if self.chance(0.97):
            rows = rows.filter(standing__plate_hung=False)
        state.setdefault("state", "active")
        return self.some(rows, **state)

    def venues(self) -> "QuerySet[Venue]":
        """All venues of the district."""
        return Venue.objects.select_related("category", "area", "town", "district").filter(
            district=self.cast.district
        )


def _posts(own: str, lent: str) -> tuple[str, ...]:
    """The posts whose rights somebody has, of the own one and of one that was lent."""
    return max(posts_up_to(own), posts_up_to(lent), key=len)
