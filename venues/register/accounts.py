"""What an import of accounts would do, row by row, with every error; and doing it."""

import re
import secrets
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from venues import accounts
from venues.identifiers import clean_phone, is_phone
from venues.labels import label_of
from venues.models import Officer, Organisation, Person
from venues.register.planning import (
    CHANGED,
    CREATED,
    UNCHANGED,
    WRONG,
    Change,
    Import,
    Plan,
    Problem,
)
from venues.register.reading import Headings, Row, Sheet
from venues.rules import BUSINESS_POSTS, Post
from venuewatch.workflow.rules import NotAllowed, Refused, Words

HEADINGS: Headings = {
    "username": ("账号", "帐号", "账户", "登录名", "account", "username"),
    "name": ("姓名", "name"),
    "phone": ("电话", "手机", "手机号", "联系电话", "phone"),
    "organisation": ("单位编码", "单位", "机构编码", "机构", "organisation", "organisationcode"),
    "post": ("岗位", "职务", "post"),
}
NEEDED = ("username", "name", "post")
USERNAME = re.compile(r"[\w.@+-]{1,60}")
MOST_NAME = 60


@dataclass
class AccountPlan(Plan):
    """One row: the account it is about, and the first password once that was created."""

    officer: Officer | None = None
    password: str = ""


class AccountPlanner:
    """Plans the rows of one sheet; reads organisations and accounts once."""

    def __init__(self, sheet: Sheet, by: Officer) -> None:
        self.sheet, self.by = sheet, by
        self.posts = _posts()
        self.organisations: dict[str, list[Organisation]] = defaultdict(list)
        for each in Organisation.objects.select_related("area").order_by("pk"):
            for key in {each.code, each.name, f"{each.area.code}/{each.code}"}:
                self.organisations[key].append(each)
        names = [row.texts.get("username", "") for row in sheet.rows]
        rows = Officer.objects.filter(username__in=names).select_related("person", "organisation")
        self.known = {row.username: row for row in rows}
        self.seen: dict[str, int] = {}

    def plan(self) -> Import:
        """The plan of every row."""
        return Import([self._plan(row) for row in self.sheet.rows], self.sheet.left_out)

    def _plan(self, row: Row) -> AccountPlan:
        plan = AccountPlan(row.number, WRONG)
        texts = row.texts
        username = texts.get("username", "")
        plan.officer = self.known.get(username)
        given = {
            "username": username,
            "name": texts.get("name", ""),
            "phone": clean_phone(texts.get("phone", "")),
            "post": self.posts.get(_key(texts.get("post", "")), ""),
            "organisation": self._organisation(texts.get("organisation", ""), plan),
        }
        for name, sentence in self._wrong_in(given, texts):
            self._wrong(plan, name, sentence)
        if not plan.problems:
            self.seen[username] = row.number
            plan.given = given
            plan.changes = list(_changes(plan.officer, given)) if plan.officer else []
            plan.outcome = CREATED if plan.officer is None else (
                CHANGED if plan.changes else UNCHANGED
            )  # fmt: skip
        return plan

    def _wrong_in(
        self, given: dict[str, Any], texts: dict[str, str]
    ) -> Iterator[tuple[str, Words]]:
        username = given["username"]
        if not USERNAME.fullmatch(username):
            yield "username", _("An account has 1 to 60 letters, digits and . @ + - _.")
        elif username in self.seen:
            yield "username", _("The same account stands in row %d already.") % self.seen[username]
        if not 0 < len(given["name"]) <= MOST_NAME:
            yield "name", _("A name of at most %d characters is needed.") % MOST_NAME
        if given["phone"] and not is_phone(given["phone"]):
            yield "phone", _("This is no phone number.")
        if not given["post"]:
            yield "post", _("There is no post “%(text)s”; known are %(posts)s.") % {
                "text": texts.get("post", ""), "posts": ", ".join(map(str, Post.labels)),
            }  # fmt: skip
        elif given["post"] in BUSINESS_POSTS and not texts.get("organisation"):
            yield "organisation", _("Whoever holds this post belongs to an organisation.")
        if username == self.by.username and given["post"] not in ("", self.by.post):
            yield "post", _("Another administrator disables or moves your own account.")

    def _organisation(self, text: str, plan: Plan) -> Organisation | None:
        found = self.organisations.get(text, [])
        if not text or len(found) == 1:
            return found[0] if found else None
        several = _("Several organisations are called “%s”; write area/code.") % text
        unknown = _("There is no organisation “%s”.") % text
        self._wrong(plan, "organisation", several if found else unknown)
        return None

    def _wrong(self, plan: Plan, name: str, sentence: Words) -> None:
        column = self.sheet.columns.get(name, "")
        plan.problems.append(Problem(plan.row, column, label_of(name), sentence))


def apply(plans: Import, *, by: Officer) -> Import:
    """Create and change accounts; one that fails now is told, the others go in.

    A new account's first password is random and stands in its plan, to be shown this once.
    """
    for plan in plans.plans:
        if isinstance(plan, AccountPlan) and plan.outcome in (CREATED, CHANGED):
            try:
                with transaction.atomic():
                    _create(plan, by) if plan.officer is None else _change(plan, by)
            except (Refused, NotAllowed) as error:
                plan.outcome = WRONG
                plan.problems.append(Problem(plan.row, "", "", str(error)))
    return plans


def _create(plan: AccountPlan, by: Officer) -> None:
    given = plan.given
    officer = Officer(username=given["username"], post=given["post"],
                      organisation=given["organisation"], person=_person(given))  # fmt: skip
    plan.password = secrets.token_urlsafe(9)
    officer.set_password(plan.password)
    plan.officer = accounts.create_account(officer, by=by)


def _change(plan: AccountPlan, by: Officer) -> None:
    officer, given = plan.officer, plan.given
    if officer is None:
        raise TypeError("an account that is changed exists")
    accounts.change_account(
        officer, {"organisation": given["organisation"], "post": given["post"]}, by=by
    )
    phone = given["phone"] or officer.person.phone
    if (officer.person.name, officer.person.phone) != (given["name"], phone):
        accounts.rename_person(officer, given["name"], phone, by=by)


def _person(given: dict[str, Any]) -> Person:
    """Who it is: with the same name and phone the same person, so that four eyes stay four."""
    if given["phone"]:
        same = Person.objects.filter(name=given["name"], phone=given["phone"]).order_by("pk")
        if known := same.first():
            return known
    return Person.objects.create(name=given["name"], phone=given["phone"])


def _changes(officer: Officer, given: dict[str, Any]) -> Iterator[Change]:
    before: dict[str, Any] = {
        "name": officer.person.name,
        "phone": officer.person.phone,
        "organisation": officer.organisation,
        "post": Post(officer.post).label,
    }
    phone = given["phone"] or officer.person.phone
    after = {**given, "phone": phone, "post": Post(given["post"]).label}
    for name, value in before.items():
        if value != after[name]:
            yield Change(label_of(name), value, after[name])


def _posts() -> dict[str, str]:
    """Every word for a post, in each language and as it is stored."""
    words: dict[str, str] = {}
    for language, _name in settings.LANGUAGES:
        with override(language):
            words |= {_key(str(post.label)): str(post.value) for post in Post}
    return words | {post: post for post in Post.values}


def _key(text: str) -> str:
    return "".join(text.lower().split())
