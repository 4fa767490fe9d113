"""History keeps the names of companies and people: to who may not see them it says only that there was one."""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from django.db.models import CharField, QuerySet, Value
from django.utils.translation import gettext_lazy

from stegvis.people.models import Company, Person
from stegvis.people.naming import name_key
from stegvis.timeline.queries.story import Happening, Story
from stegvis.workspaces.models import Member

BETWEEN = ", "
VEILS = {
    "company": gettext_lazy("a company"),
    "people": gettext_lazy("a person"),
    "after": gettext_lazy("a deal"),
    "part": gettext_lazy("a person"),
}
MODELS: dict[str, type[Company] | type[Person]] = {"company": Company, "people": Person, "part": Person}


def veil(member: Member, story: Story, shown: Mapping[str, Iterable[str]]) -> Story:
    """`story` as `member` may read it. `shown` are names the page tells anyway, by field: one query for any others."""
    told = {(field, name_key(name)) for field, names in shown.items() for name in names}
    asked = {field: {key for key in _names(story, field) if (field, key) not in told} for field in MODELS}
    seen = told | _seen(member, asked)
    return replace(story, entries=[_veiled(entry, seen) for entry in story.entries])


def _names(story: Story, field: str) -> set[str]:
    """The keys of the names that stand in changes of `field`."""
    changed = [entry.facts for entry in story.entries if entry.facts.get("field") == field]
    texts = [facts[side] for facts in changed for side in ("before", "after")]
    return {name_key(name) for text in texts for name in _parts(field, text)}


def _parts(field: str, text: str) -> list[str]:
    if field == "part":
        return [text.rpartition(": ")[0]] if text else []
    return [part for part in (text.split(BETWEEN) if field == "people" else [text]) if part]


def _seen(member: Member, keys: dict[str, set[str]]) -> set[tuple[str, str]]:
    """Of `keys` by field those that somebody or something bears whom `member` sees; the deleted keep theirs."""
    asked = [_bearers(member, field, some) for field, some in keys.items() if some]
    return set(asked[0].union(*asked[1:], all=True)) if asked else set()


def _bearers(member: Member, field: str, keys: set[str]) -> QuerySet:
    bearers = MODELS[field].with_deleted.visible_to(member).filter(name_key__in=keys)
    return bearers.order_by().annotate(field=Value(field, CharField())).values_list("field", "name_key")


def _veiled(entry: Happening, seen: set[tuple[str, str]]) -> Happening:
    field = entry.facts.get("field", "")
    if field not in VEILS:
        return entry

    def say(name: str) -> str:
        return name if (field, name_key(name)) in seen else str(VEILS[field])

    if field == "part":
        sides = {side: entry.facts[side].rpartition(": ") for side in ("before", "after")}
        return replace(
            entry, facts=entry.facts | {side: f"{say(who)}: {rest}" for side, (who, _c, rest) in sides.items()}
        )
    told = {side: BETWEEN.join(map(say, _parts(field, entry.facts[side]))) for side in ("before", "after")}
    return replace(entry, facts=entry.facts | told)
