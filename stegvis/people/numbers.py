"""The numbers by which authorities know a company, checked where we know how and kept as they are elsewhere."""

from collections.abc import Callable
from importlib import import_module

from django.utils.translation import gettext as _

from stegvis.core.errors import Refused

LONGEST = 50
VAT_STATES = frozenset("AT BE BG CY CZ DE DK EE EL ES FI FR GR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK XI".split())


def registration_number(text: str, country: str) -> str:
    """The registration number in `text` as it is written in `country` (two letters, or empty: kept as it is).

    Sweden: ten digits with Luhn's check. Norway: nine, modulus 11. Poland: NIP or REGON with their checks, or KRS.
    Raises Refused with a sentence for a number that cannot be one.
    """
    text = " ".join(text.split())
    if len(text) > LONGEST:
        raise Refused(_("This number is too long."))
    rule = RULES.get(country)
    return rule(text) if text and rule else text


def _swedish(text: str) -> str:
    digits = text.replace("-", "").replace(" ", "")
    century = digits[2:] if len(digits) == 12 and digits.startswith("16") else digits
    valid = _checked("stdnum.se.orgnr", century)
    if not valid:
        raise Refused(
            _("This is no Swedish registration number: it has ten digits, and the last one checks the others.")
        )
    return f"{valid[:6]}-{valid[6:]}"


def _norwegian(text: str) -> str:
    valid = _checked("stdnum.no.orgnr", text)
    if not valid:
        raise Refused(
            _("This is no Norwegian registration number: it has nine digits, and the last one checks the others.")
        )
    return f"{valid[:3]} {valid[3:6]} {valid[6:]}"


def _polish(text: str) -> str:
    digits = text.upper().removeprefix("KRS").removeprefix("NIP").removeprefix("REGON").strip(" :.-")
    plain = digits.replace("-", "").replace(" ", "")
    is_krs = len(plain) == 10 and plain.isascii() and plain.isdigit() and plain.startswith("000")
    valid = plain if is_krs else _checked("stdnum.pl.nip", plain) or _checked("stdnum.pl.regon", plain)
    if not valid:
        raise Refused(_("This is no NIP, REGON or KRS: check its digits."))
    return valid


RULES: dict[str, Callable[[str], str]] = {"SE": _swedish, "NO": _norwegian, "PL": _polish}


def vat_number(text: str, country: str) -> str:
    """The VAT number in `text` with its country in front: "SE559312084701"; Norwegian ones end in MVA.

    Checked for the European Union and Norway, kept as it is elsewhere. Raises Refused.
    """
    text = " ".join(text.split()).upper()
    if len(text) > LONGEST:
        raise Refused(_("This number is too long."))
    if not text:
        return ""
    if country == "NO" or text.startswith("NO"):
        return _norwegian_vat(text)
    state = text[:2] if text[:2] in VAT_STATES else country
    return _union_vat(text, state) if state in VAT_STATES else text


def _union_vat(text: str, state: str) -> str:
    prefixed = text if text[:2] in VAT_STATES else f"{state}{text}"
    valid = _checked("stdnum.eu.vat", prefixed)
    if not valid:
        raise Refused(_("This is no VAT number of that country: check its digits."))
    return valid if valid[:2].isalpha() else f"{state}{valid}"


def _norwegian_vat(text: str) -> str:
    valid = _checked("stdnum.no.mva", text if text.endswith("MVA") else f"{text}MVA")
    if not valid:
        raise Refused(_("This is no Norwegian VAT number: nine digits and MVA."))
    return f"NO{valid.removeprefix('NO')}"


def number_key(text: str) -> str:
    """Letters and digits alone: "559312-0847" and "5593120847" are one company."""
    return "".join(sign for sign in text.upper() if sign.isalnum())


def _checked(module: str, text: str) -> str:
    """The compact number, or nothing where `text` is none. The checkers are loaded when first asked."""
    from stdnum.exceptions import ValidationError

    try:
        return import_module(module).validate(text)
    except (ValidationError, ValueError):
        return ""
