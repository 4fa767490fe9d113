"""Where Django keeps a request's language, zone and addresses: in its thread, as nothing here is asynchronous.

Django keeps them in places that follow asynchronous code from thread to thread, and finds each of them anew, behind a
lock, whenever somebody asks. A list asks a thousand times: for every text, day, amount and address on it.
"""

from threading import local

from django.urls import base as addresses
from django.utils import timezone
from django.utils.translation import trans_real as languages


def stay_in_threads() -> None:
    """Keep them in plain thread-locals from now on; before anybody has set one."""
    languages._active = local()  # type: ignore[attr-defined]
    timezone._active = local()  # type: ignore[attr-defined]
    addresses._prefixes = local()  # type: ignore[attr-defined]
    addresses._urlconfs = local()  # type: ignore[attr-defined]
