"""How a user signs in, and where it is signed in."""

from dataclasses import dataclass
from datetime import datetime

from allauth.mfa.models import Authenticator

from stegvis.workspaces.models import User, UserSession

MOST = 50
# Words in an agent's name, the telling ones first: Edge calls itself Chrome too, and Chrome calls itself Safari.
BROWSERS = {"Edg": "Edge", "OPR": "Opera", "Firefox": "Firefox", "Chrome": "Chrome", "Safari": "Safari"}
SYSTEMS = {
    "iPhone": "iPhone",
    "iPad": "iPad",
    "Android": "Android",
    "Windows": "Windows",
    "Mac OS": "macOS",
    "CrOS": "ChromeOS",
    "Linux": "Linux",
}


@dataclass(frozen=True)
class Passkey:
    """A passkey as its owner knows it."""

    pk: int
    name: str
    added_at: datetime
    used_at: datetime | None


@dataclass(frozen=True)
class SignIn:
    """Everything about how a user signs in; `codes` are the recovery codes left, None without any."""

    passkeys: list[Passkey]
    has_app: bool
    codes: int | None


@dataclass(frozen=True)
class Place:
    """One browser in which a user is signed in."""

    pk: int
    device: str
    is_phone: bool
    address: str | None
    began_at: datetime
    seen_at: datetime
    is_here: bool


def sign_in_of(user: User) -> SignIn:
    """The second factors of `user`: one query."""
    own = list(Authenticator.objects.filter(user=user).order_by("pk"))
    passkeys = [
        Passkey(one.pk, one.wrap().name, one.created_at, one.last_used_at) for one in own if one.type == "webauthn"
    ]
    codes = next((len(one.wrap().get_unused_codes()) for one in own if one.type == "recovery_codes"), None)
    return SignIn(passkeys, any(one.type == "totp" for one in own), codes)


def sessions_of(user: User, here: str | None) -> list[Place]:
    """Where `user` is signed in, this browser (of the session key `here`) first, then by when it was last seen."""
    rows = UserSession.objects.filter(user=user).order_by("-seen_at")[:MOST]
    places = [_place(row, here) for row in rows]
    return sorted(places, key=lambda place: not place.is_here)


def _place(row: UserSession, here: str | None) -> Place:
    system = _named(row.agent, SYSTEMS)
    device = " · ".join(filter(None, (_named(row.agent, BROWSERS), system)))
    is_phone = system in ("iPhone", "Android")
    return Place(row.pk, device, is_phone, row.address, row.began_at, row.seen_at, row.session_key == here)


def _named(agent: str, names: dict[str, str]) -> str:
    return next((name for word, name in names.items() if word in agent), "")
