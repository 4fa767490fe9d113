"""E-mail addresses, phones, web pages and domains: as they are kept, and the key by which two of them are the same."""

from dataclasses import dataclass
from urllib.parse import urlsplit

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

from stegvis.core.errors import Refused
from stegvis.people.models import ContactPoint

Kind = ContactPoint.Kind
LONGEST = 320


@dataclass(frozen=True)
class Point:
    """A way to reach somebody in its normal form; `key` is the same for the same thing."""

    kind: str
    value: str
    key: str
    label: str = ""


def point(kind: str, text: str, *, country: str = "", label: str = "") -> Point:
    """`text` as a contact point of `kind`; `country` is what a phone without country code means. Raises Refused."""
    text = "".join(sign for sign in text if sign.isprintable()).strip()
    if not text or len(text) > LONGEST:
        raise Refused(_("This is empty or too long."))
    value, key = NORMAL[Kind(kind)](text, country)
    return Point(kind, value, key, label[:60])


def _email(text: str, country: str) -> tuple[str, str]:
    text = text.removeprefix("mailto:").strip()
    try:
        validate_email(text)
    except ValidationError as error:
        raise Refused(_("“%(text)s” is no e-mail address.") % {"text": _short(text)}) from error
    name, _at, domain = text.rpartition("@")
    return f"{name}@{domain.lower()}", text.lower()


def _phone(text: str, country: str) -> tuple[str, str]:
    import phonenumbers

    try:
        parsed = phonenumbers.parse(text.removeprefix("tel:"), country or None)
    except phonenumbers.NumberParseException:
        parsed = None
    if parsed is None or not phonenumbers.is_possible_number(parsed):
        raise Refused(_("“%(text)s” is no phone number; start with + and the country's code.") % {"text": _short(text)})
    number = phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164)
    return number, number


def _web(text: str, country: str) -> tuple[str, str]:
    address = text if "://" in text else f"https://{text}"
    try:
        parts = urlsplit(address)
        host = ascii_domain(parts.hostname or "")
    except ValueError:
        parts, host = None, ""
    if parts is None or parts.scheme.lower() not in ("http", "https") or not host or " " in address:
        raise Refused(_("“%(text)s” is no web address.") % {"text": _short(text)})
    return address, f"{host.removeprefix('www.')}{parts.path.rstrip('/')}"[:LONGEST]


def _domain(text: str, country: str) -> tuple[str, str]:
    key = domain_of(text)
    if not key:
        raise Refused(_("“%(text)s” is no domain; it looks like “example.com”.") % {"text": _short(text)})
    return key.encode().decode("idna"), key


NORMAL = {Kind.EMAIL: _email, Kind.PHONE: _phone, Kind.WEB: _web, Kind.DOMAIN: _domain}


def domain_of(text: str) -> str:
    """The domain in an address, e-mail or domain, as machines write it ("xn--…"); empty where there is none."""
    text = text.strip().lower()
    if "@" in text and "://" not in text:
        return ascii_domain(text.rpartition("@")[2])
    try:
        host = urlsplit(text if "://" in text else f"//{text}").hostname or ""
    except ValueError:
        return ""
    return ascii_domain(host).removeprefix("www.")


def ascii_domain(host: str) -> str:
    """`host` as machines write it; empty for what is no name of a host on the internet."""
    try:
        plain = host.strip(".").encode("idna").decode().lower()
    except UnicodeError:
        return ""
    labels = plain.split(".")
    return plain if len(labels) > 1 and all(map(_is_label, labels)) and not labels[-1].isdigit() else ""


def _is_label(label: str) -> bool:
    return bool(label) and label.replace("-", "").isalnum() and not label.startswith("-") and not label.endswith("-")


def _short(text: str) -> str:
    return text if len(text) <= 60 else f"{text[:60]}…"
