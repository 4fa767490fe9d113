"""The part of JSON Schema (2020-12) that the schema of templates uses: enough to say what is wrong, and where.

A whole validator would be five packages for one file. A keyword that is not known here is an error, so the schema
cannot ask for something that nobody checks.
"""

import re
from collections.abc import Callable, Iterator
from typing import Any

TYPES: dict[str, tuple[type, ...]] = {
    "object": (dict,),
    "array": (list,),
    "string": (str,),
    "integer": (int,),
    "boolean": (bool,),
    "null": (type(None),),
}
WORDS_ONLY = {"$schema", "$defs", "title", "description", "minContains", "maxContains", "then", "else"}


def mismatches(value: Any, schema: dict[str, Any]) -> Iterator[str]:
    """Everything in `value` that `schema` does not allow, each as "where: what"."""
    yield from _check(value, schema, schema, "")


def _check(value: Any, rule: dict, root: dict, where: str) -> Iterator[str]:
    for keyword, wanted in rule.items():
        if keyword in WORDS_ONLY:
            continue
        if keyword in CONDITIONS:
            yield from CONDITIONS[keyword](value, wanted, rule, root, where)
        elif complaint := SIMPLE[keyword](value, wanted):
            yield f"{where or 'file'}: {complaint}"


def _fits(value: Any, rule: dict, root: dict) -> bool:
    return next(_check(value, rule, root, ""), None) is None


def _type(value: Any, wanted: str) -> str:
    right = isinstance(value, TYPES[wanted]) and (wanted == "boolean" or not isinstance(value, bool))
    return "" if right else f"{_short(value)} is no {wanted}"


def _pattern(value: Any, wanted: str) -> str:
    wrong = isinstance(value, str) and not re.search(wanted, value)
    return f"{_short(value)} is not of the form {wanted}" if wrong else ""


def _required(value: Any, wanted: list[str]) -> str:
    missing = [name for name in wanted if isinstance(value, dict) and name not in value]
    return f"missing: {', '.join(missing)}" if missing else ""


def _limit(kinds: tuple[type, ...], measure: Callable, right: Callable, words: str) -> Callable[[Any, int], str]:
    def check(value: Any, wanted: int) -> str:
        wrong = isinstance(value, kinds) and not isinstance(value, bool) and not right(measure(value), wanted)
        return words.format(_short(value), wanted) if wrong else ""

    return check


def _short(value: Any) -> str:
    return f"“{str(value)[:40]}”"


SIMPLE: dict[str, Callable[[Any, Any], str]] = {
    "type": _type,
    "pattern": _pattern,
    "required": _required,
    "const": lambda value, wanted: "" if value == wanted else f"{_short(value)} must be {wanted}",
    "enum": lambda value, wanted: "" if value in wanted else f"{_short(value)} is none of {', '.join(wanted)}",
    "minLength": _limit((str,), len, int.__ge__, "empty"),
    "maxLength": _limit((str,), len, int.__le__, "{} is longer than {} characters"),
    "minItems": _limit((list,), len, int.__ge__, "needs at least {1}"),
    "maxItems": _limit((list,), len, int.__le__, "may have at most {1}"),
    "minimum": _limit((int,), int, int.__ge__, "{} is below {}"),
    "maximum": _limit((int,), int, int.__le__, "{} is above {}"),
}


def _ref(value: Any, wanted: str, rule: dict, root: dict, where: str) -> Iterator[str]:
    yield from _check(value, root["$defs"][wanted.removeprefix("#/$defs/")], root, where)


def _properties(value: Any, wanted: dict, rule: dict, root: dict, where: str) -> Iterator[str]:
    if isinstance(value, dict):
        for name, inner in wanted.items():
            if name in value:
                yield from _check(value[name], inner, root, f"{where}.{name}".lstrip("."))


def _nothing_else(value: Any, wanted: bool, rule: dict, root: dict, where: str) -> Iterator[str]:
    for name in value if isinstance(value, dict) and not wanted else ():
        if name not in rule["properties"]:
            yield f"{where or 'file'}: unknown: {name}"


def _items(value: Any, wanted: dict, rule: dict, root: dict, where: str) -> Iterator[str]:
    for place, row in enumerate(value if isinstance(value, list) else []):
        name = row.get("key", place) if isinstance(row, dict) else place
        yield from _check(row, wanted, root, f"{where}.{name}")


def _all_of(value: Any, wanted: list, rule: dict, root: dict, where: str) -> Iterator[str]:
    for inner in wanted:
        yield from _check(value, inner, root, where)


def _any_of(value: Any, wanted: list, rule: dict, root: dict, where: str) -> Iterator[str]:
    """The complaints of the last way: the first ones here only say that null is allowed too."""
    if not any(_fits(value, inner, root) for inner in wanted):
        yield from _check(value, wanted[-1], root, where)


def _contains(value: Any, wanted: dict, rule: dict, root: dict, where: str) -> Iterator[str]:
    fitting = sum(_fits(row, wanted, root) for row in value) if isinstance(value, list) else 0
    least, most = rule.get("minContains", 1), rule.get("maxContains")
    if fitting < least or (most is not None and fitting > most):
        yield f"{where}: {fitting} that are {wanted}, must be {least if most == least else f'at least {least}'}"


def _if(value: Any, wanted: dict, rule: dict, root: dict, where: str) -> Iterator[str]:
    branch = "then" if _fits(value, wanted, root) else "else"
    yield from _check(value, rule.get(branch, {}), root, where)


CONDITIONS: dict[str, Callable[..., Iterator[str]]] = {
    "$ref": _ref,
    "properties": _properties,
    "additionalProperties": _nothing_else,
    "items": _items,
    "allOf": _all_of,
    "anyOf": _any_of,
    "contains": _contains,
    "if": _if,
}
