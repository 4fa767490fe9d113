"""Addresses of views by name, each made once: a page holds dozens, and finding the pattern is what takes long."""

from functools import lru_cache

from django.urls import get_script_prefix, get_urlconf, reverse


def address(name: str, *args, **kwargs) -> str:
    """The address of a view by its URL name; raises NoReverseMatch for one that does not exist."""
    return _made(get_urlconf(), get_script_prefix(), name, args, tuple(kwargs.items()))


@lru_cache(maxsize=8192)
def _made(urlconf: str | None, _prefix: str, name: str, args: tuple, kwargs: tuple) -> str:
    return reverse(name, urlconf, args or None, dict(kwargs) or None)
