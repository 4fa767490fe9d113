"""Counting failures of one address, so that nobody can try a thousand tokens. Kept in the cache all processes share."""

from dataclasses import dataclass

from allauth.account.adapter import get_adapter
from django.core.cache import cache
from django.http import HttpRequest


@dataclass(frozen=True)
class Throttle:
    """At most `amount` failures of `action` in `seconds` from one network address."""

    action: str
    amount: int
    seconds: int

    def is_closed(self, request: HttpRequest) -> bool:
        """Whether this address has failed too often lately."""
        return cache.get(self._key(request), 0) >= self.amount

    def count(self, request: HttpRequest) -> None:
        """Note one failure; the first one starts the clock."""
        key = self._key(request)
        if not cache.add(key, 1, self.seconds):
            cache.set(key, cache.get(key, 0) + 1, self.seconds)

    def _key(self, request: HttpRequest) -> str:
        return f"throttle:{self.action}:{address_of(request) or '-'}"


def address_of(request: HttpRequest | None) -> str | None:
    """The network address a request comes from, behind trusted proxies too; None where there is no request."""
    return get_adapter().get_client_ip(request) if request is not None and request.META.get("REMOTE_ADDR") else None


TOKENS = Throttle("token", amount=20, seconds=300)
TEST_MAILS = Throttle("test-mail", amount=10, seconds=600)
