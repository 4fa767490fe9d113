"""Addresses of views by name. A page holds dozens, and finding the pattern is what takes long: each is found once.

Numbers are filled in, as every record has its own; all else (slugs, names of reports) belongs to the pattern.
"""

from functools import lru_cache

from django.urls import get_script_prefix, get_urlconf, reverse

# Stands for a number while its pattern is looked for; another one where a text holds it, as a slug may.
FIRST_MARK = 7_316_452_000


def address(name: str, /, *args, **kwargs) -> str:
    """The address of a view by its URL name; raises NoReverseMatch for one that does not exist."""
    given = (*args, *kwargs.values())
    numbers = [one for one in given if type(one) is int and one >= 0]
    rest = tuple([int if type(one) is int and one >= 0 else one for one in given])
    return _pattern(get_urlconf(), get_script_prefix(), name, rest, tuple(kwargs)).format(*numbers)


@lru_cache(maxsize=8192)
def _pattern(urlconf: str | None, _prefix: str, name: str, rest: tuple, names: tuple[str, ...]) -> str:
    """The address with a place for each number; `rest` has `int` there, and `names` are of the last of them."""
    texts, first = " ".join(str(one) for one in rest if one is not int), FIRST_MARK
    while str(first // 1000) in texts:
        first += 1000
    values = [first + place if one is int else one for place, one in enumerate(rest)]
    split = len(values) - len(names)
    found = reverse(name, urlconf, values[:split] or None, dict(zip(names, values[split:], strict=True)) or None)
    pattern = found.replace("{", "{{").replace("}", "}}")
    marks = [value for value, one in zip(values, rest, strict=True) if one is int]
    for number, mark in enumerate(marks):
        pattern = pattern.replace(str(mark), f"{{{number}}}")
    return pattern
