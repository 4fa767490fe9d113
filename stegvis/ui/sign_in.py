"""What else the sign-in page offers below its form: the demo's one-click sign-ins, for example."""

from collections.abc import Callable

from django.http import HttpRequest
from django.utils.html import format_html_join
from django.utils.safestring import SafeString

Offer = Callable[[HttpRequest], str]
_offers: list[Offer] = []


def register(offer: Offer) -> None:
    """Add a part to the page, from `AppConfig.ready`: a function of the request that answers mark-up, or nothing."""
    if offer not in _offers:
        _offers.append(offer)


def offers(request: HttpRequest) -> SafeString:
    """All parts, in the order in which they were added."""
    return format_html_join("", "{}", ((offer(request),) for offer in _offers))
