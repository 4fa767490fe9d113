"""History keeps the names of companies and people: to who may not see them it says only that there was one."""

from collections.abc import Callable, Iterable
from dataclasses import replace

from django.db.models import CharField, QuerySet, Value
from django.utils.translation import gettext as _

from stegvis.deals.queries.deal_page.story import Entry, Story
from stegvis.people.models import Company, Person
from stegvis.people.naming import name_key
from stegvis.workspaces.models import Member

BETWEEN = ", "
MODELS: dict[str, type[Company] | type[Person]] = {"company": Company, "people": Person}


def veil(member: Member, story: Story, titles: Iterable[str]) -> Story:
    """`story` as `member` may read it; `titles` are those of the linked deals it sees. One query, where names are."""
    names = {field: _names(story, field) for field in MODELS}
    seen = _seen(member, names) | {("after", title) for title in titles}
    return replace(story, entries=[_veiled(entry, seen) for entry in story.entries])


def _names(story: Story, field: str) -> set[str]:
    """The names that stand in changes of `field`."""
    changed = [entry.facts for entry in story.entries if entry.facts.get("field") == field]
    return {name for facts in changed for text in (facts["before"], facts["after"]) for name in _parts(field, text)}


def _parts(field: str, text: str) -> list[str]:
    return [part for part in (text.split(BETWEEN) if field == "people" else [text]) if part]


def _seen(member: Member, names: dict[str, set[str]]) -> set[tuple[str, str]]:
    """Of `names` by field the keys that somebody or something bears whom `member` sees; the deleted keep theirs."""
    asked = [_bearers(member, field, some) for field, some in names.items() if some]
    return set(asked[0].union(*asked[1:], all=True)) if asked else set()


def _bearers(member: Member, field: str, names: set[str]) -> QuerySet:
    bearers = MODELS[field].with_deleted.visible_to(member).filter(name_key__in={name_key(name) for name in names})
    return bearers.order_by().annotate(field=Value(field, CharField())).values_list("field", "name_key")


def _veiled(entry: Entry, seen: set[tuple[str, str]]) -> Entry:
    field = entry.facts.get("field", "")
    veils: dict[str, Callable[[str], str]] = {
        "company": lambda name: name if (field, name_key(name)) in seen else _("a company"),
        "people": lambda name: name if (field, name_key(name)) in seen else _("a person"),
        "after": lambda name: name if (field, name) in seen else _("a deal"),
    }
    if field not in veils:
        return entry
    told = {side: BETWEEN.join(map(veils[field], _parts(field, entry.facts[side]))) for side in ("before", "after")}
    return replace(entry, facts=entry.facts | told)
