"""Sessions in Django's own table, read by a query that is written once: every request asks it."""

from django.contrib.sessions.backends.db import SessionStore as DatabaseSessions
from django.contrib.sessions.models import Session
from django.db.models import QuerySet
from django.utils import timezone

from stegvis.core.written import Written, columns


class SessionStore(DatabaseSessions):
    """Django's sessions; the name is part of what signs them, so sign-ins of before stay good."""

    def _get_session_from_db(self) -> Session | None:
        if self.session_key is None:
            return None
        found = KEPT.instances(Session, key=self.session_key, now=timezone.now())
        if not found:
            self._session_key = None
            return None
        return found[0]


def _kept(key: str, now) -> QuerySet:
    return Session.objects.filter(session_key=key, expire_date__gt=now).values_list(*columns(Session))


KEPT = Written(_kept)
