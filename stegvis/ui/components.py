"""`ui.button(…)` in a template: the macros of `ui/macros/*.html` under one name, without an import in every file."""

from functools import lru_cache

from django.utils.translation import get_language
from jinja2 import Environment

FAMILIES = ("controls", "forms", "marks", "surfaces", "overlays", "tables", "lists", "process", "transfer")

# Small signs that a board or list shows hundreds of times; what they answer depends on nothing but their arguments.
PURE = frozenset({"avatar", "badge", "pips", "stage_mark"})


class Components:
    """Finds a macro by its name among the families. Macros get no request: what they need is an argument."""

    def __init__(self, environment: Environment):
        self._environment = environment

    def __getattr__(self, name: str):
        if name.startswith("_"):
            raise AttributeError(name)
        found = self._find(name)
        if not self._environment.auto_reload:
            setattr(self, name, found)  # from now on Python finds it without asking here
        return found

    def _find(self, name: str):
        modules = (self._environment.get_template(f"ui/macros/{family}.html").module for family in FAMILIES)
        for module in modules:
            if hasattr(module, name):
                macro = getattr(module, name)
                return remembered(macro) if name in PURE else macro
        raise AttributeError(f"no macro {name!r} in ui/macros/")


def remembered(macro):
    """`macro`, asked once for the same arguments in the same language."""

    @lru_cache(maxsize=4096)
    def answer(language, args, named):
        return macro(*args, **dict(named))

    return lambda *args, **named: answer(get_language(), args, tuple(named.items()))


def kept(macro, *args):
    """What `macro` answers for these arguments, which have to be values: the cards of a board, seen again and again."""
    return _kept(get_language(), macro, args)


@lru_cache(maxsize=4096)
def _kept(language: str | None, macro, args: tuple):
    return macro(*args)
