"""Credit codes and phones against the district's vectors."""

import random
from pathlib import Path
from typing import Any

import pytest
import yaml

from venues.identifiers import (
    clean_credit_code,
    clean_phone,
    is_credit_code,
    is_phone,
    made_up_credit_code,
    mask,
)


@pytest.fixture
def vectors(shared: Path) -> dict[str, Any]:
    text = (shared / "data/district/identifiers.yaml").read_text(encoding="utf-8")
    return dict(yaml.safe_load(text)["uscc"])


def test_valid_credit_codes_are_taken(vectors: dict[str, Any]) -> None:
    codes = [str(each["code"]) for each in vectors["valid"]]
    codes += [str(each) for each in vectors["synthetic_410108"]]

    assert len(codes) >= 12
    assert [code for code in codes if not is_credit_code(code)] == []


def test_invalid_credit_codes_are_not(vectors: dict[str, Any]) -> None:
    codes = [str(each["code"]) for each in vectors["invalid"]]

    assert len(codes) >= 4
    assert [code for code in codes if is_credit_code(code)] == []


def test_every_wrong_check_character_shows(vectors: dict[str, Any]) -> None:
    code = str(vectors["valid"][0]["code"])

    good = [last for last in vectors["alphabet"] if is_credit_code(code[:-1] + last)]

    assert good == [code[-1]]


def test_full_width_lower_case_and_spaces_are_cleaned() -> None:
    assert clean_credit_code(" 91110108 5513-85082q") == "91110108551385082Q"


@pytest.mark.parametrize(
    ("text", "number", "good"),
    [
        ("138 0013 8000", "13800138000", True),
        ("+86-138-0013-8000", "13800138000", True),
        ("13800138000", "13800138000", True),
        ("0371-65900000", "0371-65900000", True),
        ("65900000", "65900000", True),
        ("1380013800", "1380013800", False),
        ("12800138000", "12800138000", False),
        ("call me", "callme", False),
    ],
)
def test_phones(text: str, number: str, good: bool) -> None:
    assert (clean_phone(text), is_phone(clean_phone(text))) == (number, good)


@pytest.mark.parametrize(
    ("text", "masked"), [("13800138000", "138****8000"), ("王小明", "王**"), ("", ""), ("a", "a")]
)
def test_masks(text: str, masked: str) -> None:
    assert mask(text) == masked


def test_made_up_codes_are_right() -> None:
    chance = random.Random(1)

    codes = [made_up_credit_code(chance, "410108") for _ in range(200)]

    assert all(is_credit_code(code) for code in codes)
    assert len(set(codes)) == len(codes)
