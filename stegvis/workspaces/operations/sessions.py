"""Where users are signed in. A session knows its row, so that a request learns nothing from the database.

When a browser was last seen is written at most once in SEEN_EVERY: the moment of the last writing is in the session,
which every request reads anyway.
"""

import time
from datetime import timedelta

from django.contrib.sessions.models import Session
from django.db import transaction
from django.http import HttpRequest
from django.utils import timezone

from stegvis.workspaces.models import Member, User, UserSession
from stegvis.workspaces.operations.signing import note_sign_in
from stegvis.workspaces.throttling import address_of

MARK = "stegvis_session"
SEEN_EVERY = timedelta(minutes=15)


def begin_session(request: HttpRequest, user: User) -> UserSession | None:
    """Note that `user` has just signed in with this browser."""
    if request is None or not hasattr(request, "session"):
        return None
    if not request.session.session_key:
        request.session.save()
    facts = {"user": user, "address": address_of(request), "agent": request.META.get("HTTP_USER_AGENT", "")[:300]}
    facts["agent"] = facts["agent"].replace("\x00", "")
    row, __ = UserSession.objects.update_or_create(session_key=request.session.session_key, defaults=facts)
    request.session[MARK] = [row.pk, row.session_key, int(time.time())]
    return row


def touch_session(request: HttpRequest) -> None:
    """Note that the browser is still used, and under which key, where that has changed."""
    mark = request.session.get(MARK)
    if mark is None:
        begin_session(request, request.user)  # type: ignore[arg-type]
        return
    pk, key, seen = mark
    if key == request.session.session_key and time.time() - seen < SEEN_EVERY.total_seconds():
        return
    now = {"session_key": request.session.session_key, "seen_at": timezone.now(), "address": address_of(request)}
    UserSession.objects.filter(pk=pk, user=request.user.pk).update(**now)
    request.session[MARK] = [pk, request.session.session_key, int(time.time())]


def forget_session(request: HttpRequest) -> None:
    """The browser has signed out."""
    UserSession.objects.filter(session_key=request.session.session_key or "").delete()


@transaction.atomic
def end_session(session: UserSession, *, by: User, address: str | None = None) -> None:
    """Sign the user's other browser out, at once."""
    if session.user_id == by.pk:
        _end([session.session_key])
        note_sign_in("session_ended", by.email, address=address)


@transaction.atomic
def end_other_sessions(keep: str | None, *, by: User, address: str | None = None) -> int:
    """Sign `by` out everywhere but in the session with the key `keep`; returns how many ended."""
    keys = list(
        UserSession.objects.filter(user=by).exclude(session_key=keep or "").values_list("session_key", flat=True)
    )
    _end(keys)
    if keys:
        note_sign_in("session_ended", by.email, address=address)
    return len(keys)


def end_sessions_of(member: Member) -> None:
    """Sign out somebody whose only workspace was taken away; who works in another stays signed in for that one."""
    everywhere = Member.objects.across_workspaces("an account is one, whatever workspaces it is in")
    if member.user_id and not everywhere.filter(user=member.user_id, active=True).exists():
        _end(list(UserSession.objects.filter(user=member.user_id).values_list("session_key", flat=True)))


def _end(keys: list[str]) -> None:
    Session.objects.filter(pk__in=keys).delete()
    UserSession.objects.filter(session_key__in=keys).delete()
