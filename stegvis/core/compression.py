"""Pages made small on their way: a page is letters that repeat, and a phone on a train waits for each of them.

Only pages: style sheets and scripts are compressed once for all, files mostly are compressed already. A proxy that
compresses leaves what comes compressed as it is.
"""

import gzip
import io
import re
import secrets
from collections.abc import Callable

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.cache import patch_vary_headers

LEVEL = 3  # a third of the work of the usual six, for pages that are an eighth longer
SHORTEST = 1_000  # bytes; less is one packet either way
PADDING = 100
REFUSED = re.compile(r"q=0(\.0*)?")


class CompressionMiddleware:
    """Compresses pages for whoever takes them compressed."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        answer = self.get_response(request)
        if is_page(answer):
            patch_vary_headers(answer, ["Accept-Encoding"])
            if takes_gzip(request):
                answer.content = compressed(answer.content)  # type: ignore[attr-defined]
                answer.headers["Content-Encoding"] = "gzip"
                answer.headers["Content-Length"] = str(len(answer.content))  # type: ignore[attr-defined]
        return answer


def is_page(answer: HttpResponseBase) -> bool:
    """Whether it is a page, or a part of one, of some length, as it was written."""
    if answer.streaming or "Content-Encoding" in answer.headers:
        return False
    is_html = answer.headers.get("Content-Type", "").startswith("text/html")
    return is_html and len(answer.content) >= SHORTEST  # type: ignore[attr-defined]


def takes_gzip(request: HttpRequest) -> bool:
    """Whether who asks can read it compressed."""
    offered = request.headers.get("Accept-Encoding", "").lower().replace(" ", "").split(",")
    return any(
        name == "gzip" and not REFUSED.fullmatch(weight)
        for name, _sign, weight in (one.partition(";") for one in offered)
    )


def compressed(page: bytes) -> bytes:
    """`page` by gzip, with a name of random length before it.

    What is in a page could be guessed from how well words of the address compress with it (BREACH, 2013); by a random
    length that takes too many tries ("Heal the BREACH", 2022), as Django's own middleware does it.
    """
    buffer = io.BytesIO()
    name = "a" * secrets.randbelow(PADDING)
    with gzip.GzipFile(filename=name, mode="wb", compresslevel=LEVEL, fileobj=buffer, mtime=0) as file:
        file.write(page)
    return buffer.getvalue()
