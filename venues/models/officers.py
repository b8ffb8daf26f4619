"""Persons and officers: who acts, and in which post."""

from functools import cached_property
from typing import TYPE_CHECKING, Any, ClassVar

import pghistory
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from venues import scoping
from venues.models.organisations import Organisation
from venues.rules import OFFICER_TABLE, Post, posts_up_to
from venuewatch.workflow import clock
from venuewatch.workflow.models import Subject
from venuewatch.workflow.rules import TransitionTable

if TYPE_CHECKING:
    from venues.models.loans import Loan


class Person(models.Model):
    """A human being. Four-eyes rules count persons, not posts or accounts (R-SCOPE-5)."""

    name = models.CharField(_("name"), max_length=60)
    phone = models.CharField(_("phone"), max_length=20, blank=True)

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("persons")

    def __str__(self) -> str:
        return self.name


class OfficerManager(BaseUserManager["Officer"]):
    """Creates officers with a hashed password."""

    def create_user(
        self, username: str, password: str | None = None, **fields: object
    ) -> "Officer":
        """Create an officer; without a person, one with the username as name."""
        if "person" not in fields and "person_id" not in fields:
            fields["person"] = Person.objects.create(name=username)
        officer = self.model(username=username, **fields)
        officer.set_password(password)
        officer.save(using=self._db)
        return officer

    def create_superuser(
        self, username: str, password: str | None = None, **fields: object
    ) -> "Officer":
        """Create a system administrator (manage.py createsuperuser)."""
        fields.setdefault("post", Post.ADMINISTRATOR)
        return self.create_user(username, password, **fields)


@pghistory.track(exclude=["password", "last_login", "event_seq", "event_hash"])
class Officer(Subject, AbstractBaseUser):
    """A sign-in: one person in one post of one organisation."""

    subject_type = "officer"
    key_field = "username"
    workflow: ClassVar[TransitionTable] = OFFICER_TABLE

    username = models.CharField(_("account name"), max_length=60, unique=True)
    person = models.ForeignKey(
        Person, on_delete=models.PROTECT, related_name="officers", verbose_name=_("person")
    )
    organisation = models.ForeignKey(
        Organisation,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="officers",
        verbose_name=_("organisation"),
    )
    post = models.CharField(_("post"), max_length=14, choices=Post.choices)
    is_active = models.BooleanField(_("may sign in"), default=True)
    created = models.DateTimeField(default=clock.now, editable=False)

    objects = OfficerManager()

    USERNAME_FIELD = "username"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        verbose_name = _("account")
        verbose_name_plural = _("accounts")
        ordering = ["username"]
        constraints = [
            models.CheckConstraint(condition=Q(post__in=Post.values), name="officer_post"),
            models.CheckConstraint(
                condition=Q(organisation__isnull=False)
                | Q(post__in=[Post.AUDITOR, Post.ADMINISTRATOR]),
                name="officer_has_organisation",
            ),
        ]

    def __str__(self) -> str:
        return self.username

    @property
    def signature(self) -> str:
        """Name and organisation in words, as events keep them."""
        organisation = self.organisation.short if self.organisation else ""
        return " · ".join(part for part in (self.person.name, organisation) if part)

    def signs(self, used: frozenset[str]) -> str:
        """The signature under an act; it says for whom they act with a lent post (R-SCOPE-5)."""
        lender = scoping.acts_for(self, used)
        if lender is None:
            return self.signature
        words = {"who": self.signature, "lender": lender.person.name}
        return gettext("%(who)s (acting for %(lender)s)") % words

    def borrowed(self) -> "list[Loan]":
        """The posts lent to this officer that are in force now; asked of the database once."""
        return [loan for loan in self._loans_taken if loan.in_force(clock.now())]

    @cached_property
    def _loans_taken(self) -> "list[Loan]":
        rows = self.loans_taken.filter(
            ended=None,
            organisation=self.organisation_id,
            lender__organisation=self.organisation_id,
            lender__post=F("post"),
            lender__is_active=True,
        )
        return list(rows.select_related("lender__person").order_by("pk"))

    def capacities(self, by: Any) -> frozenset[str]:
        """Towards one's own account "own", to whose post one has on loan "borrower".

        "accounts" is for the acts on accounts: of their administrator, or of whose own it is.
        """
        manages = by.is_active and by.is_administrator
        over = {"accounts.administrator"} if manages else set()
        if by.pk == self.pk:
            own = {f"own.{post}" for post in posts_up_to(self.post)}
            return frozenset(over | own | {"accounts.own"})
        borrows = any(loan.lender_id == self.pk for loan in by.borrowed())
        return frozenset(over | ({"borrower.inspector"} if borrows else set()))

    @property
    def is_administrator(self) -> bool:
        """Manages accounts and sees no business data (R-SCOPE-1)."""
        return self.post == Post.ADMINISTRATOR

    @property
    def is_staff(self) -> bool:
        """Whether Django admin (accounts only) lets this officer in."""
        return self.is_administrator

    @property
    def is_superuser(self) -> bool:
        """Administrators have every right in admin, where only accounts are registered."""
        return self.is_administrator

    def has_perm(self, perm: str, obj: object = None) -> bool:
        """Admin's question; business rights are transition tables instead."""
        return self.is_active and self.is_administrator

    def has_module_perms(self, app_label: str) -> bool:
        """Admin's question about an app."""
        return self.is_active and self.is_administrator
