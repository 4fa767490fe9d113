"""Who may set up an empty installation: whoever sits at the machine, or holds the one-time token that it printed.

A request counts as local when it comes from a loopback address, to a loopback name, through no proxy, and no public
address is configured. Everything else needs the token of the file `setup_token` in STEGVIS_HOME (mode 0600), which
goes away with the first user.
"""

import os
import secrets
from ipaddress import ip_address
from pathlib import Path

from django.conf import settings
from django.db import connection
from django.http import HttpRequest
from django.utils.crypto import constant_time_compare

from stegvis.workspaces.models import User
from stegvis.workspaces.throttling import TOKENS

SESSION_KEY = "setup_token"
LOCAL_NAMES = {"localhost", "127.0.0.1", "[::1]"}
PROXY_HEADERS = ("Forwarded", "Via", "X-Forwarded-For", "X-Forwarded-Host", "X-Forwarded-Proto", "X-Real-Ip")


def is_needed() -> bool:
    """Whether nobody has an account here yet."""
    return not User.objects.exists()


def lets_in(request: HttpRequest) -> bool:
    """Whether this request may set up; the token of the printed address is kept in the session, guesses are counted."""
    if TOKENS.is_closed(request):
        return False
    given = request.GET.get("token", "")
    if given and not holds_token(given):
        TOKENS.count(request)
    elif given:
        request.session[SESSION_KEY] = given
    return may_set_up(request, request.session.get(SESSION_KEY, ""))


def may_set_up(request: HttpRequest, token: str) -> bool:
    """Whether this request may create the first account; `token` is what its address or session carried."""
    return is_local(request) or holds_token(token)


def is_local(request: HttpRequest) -> bool:
    """Whether the request was made on this machine, as far as can be known."""
    if settings.SITE_URL or settings.SECURE_PROXY_SSL_HEADER or any(name in request.headers for name in PROXY_HEADERS):
        return False
    name = request.get_host().rpartition(":")[0] if not request.get_host().endswith("]") else request.get_host()
    return (name or request.get_host()) in LOCAL_NAMES and _is_loopback(request.META.get("REMOTE_ADDR", ""))


def holds_token(token: str) -> bool:
    """Whether `token` is the one that was printed."""
    return token_file().exists() and constant_time_compare(token, token_file().read_text().strip())


def offer_token() -> str:
    """The token, made now where there is none; empty, and its file removed, once somebody has an account."""
    if not is_needed():
        withdraw_token()
        return ""
    if not token_file().exists():
        descriptor = os.open(token_file(), os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w") as file:
            file.write(secrets.token_urlsafe(32))
    return token_file().read_text().strip()


def withdraw_token() -> None:
    """Setting up is over."""
    token_file().unlink(missing_ok=True)


def token_file() -> Path:
    """Where the token is kept between the starts of an installation that nobody has set up."""
    return Path(settings.HOME) / "setup_token"


def queue_up() -> None:
    """Let only one transaction at a time set up. SQLite has one writer anyway."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [0x57E6])


def _is_loopback(address: str) -> bool:
    try:
        return ip_address(address).is_loopback
    except ValueError:
        return False
