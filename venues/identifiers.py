"""Numbers people carry: credit codes, phones; how they are cleaned, judged and masked. Pure."""

import random
import re
import unicodedata

from stdnum.cn import uscc
from stdnum.exceptions import ValidationError

_MOBILE = re.compile(r"1[3-9][0-9]{9}")
_LANDLINE = re.compile(r"(0[0-9]{2,3}-?)?[2-9][0-9]{6,7}")
_ORGANISATION_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)
_SHOWN_AT_START, _SHOWN_AT_END = 3, 4


def half_width(text: str) -> str:
    """Full-width letters and digits as usual ones, outer and doubled spaces gone."""
    return " ".join(unicodedata.normalize("NFKC", text).split())


def clean_credit_code(text: str) -> str:
    """A unified social credit code in upper case without spaces or hyphens."""
    return re.sub(r"[\s-]", "", half_width(text)).upper()


def is_credit_code(code: str) -> bool:
    """Whether a cleaned code has the form and the check character of GB 32100-2015."""
    try:
        uscc.validate(code)
    except ValidationError:
        return False
    return True


def clean_phone(text: str) -> str:
    """A phone number without spaces; mobiles also without hyphens and country code."""
    number = re.sub(r"\s", "", half_width(text))
    mobile = re.sub(r"^(\+?86)|-", "", number)
    return mobile if _MOBILE.fullmatch(mobile) else number


def is_phone(number: str) -> bool:
    """Whether a cleaned number is a mainland mobile or a landline."""
    return bool(_MOBILE.fullmatch(number) or _LANDLINE.fullmatch(number))


def mask(text: str) -> str:
    """A phone or name that cannot be read any more: 138****1234, 王**."""
    if len(text) > _SHOWN_AT_START + _SHOWN_AT_END:
        hidden = "*" * (len(text) - _SHOWN_AT_START - _SHOWN_AT_END)
        return text[:_SHOWN_AT_START] + hidden + text[-_SHOWN_AT_END:]
    return text[:1] + "*" * (len(text) - 1)


def made_up_credit_code(chance: random.Random, area_code: str, prefix: str = "92") -> str:
    """A code that nobody bears but whose two check characters are right, for demo data.

    `prefix` names the register and kind ("92" sole traders, "91" companies, "52" non-profits).
    """
    head = "MA" + "".join(chance.choice("0123456789") for _ in range(6))
    body = f"{prefix}{area_code[:6]}{head}{_organisation_check(head)}"
    return body + str(uscc.calc_check_digit(body))


def _organisation_check(head: str) -> str:
    total = sum(
        int(character, 36) * weight
        for character, weight in zip(head, _ORGANISATION_WEIGHTS, strict=True)
    )
    return {10: "X", 11: "0"}.get(11 - total % 11, str(11 - total % 11))
