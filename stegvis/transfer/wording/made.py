"""How many of what, in words."""

from django.utils.translation import ngettext

from stegvis.ui.formats import number

_ORDER = "deal company person product process member team lostreason competitor tag exitcriterion".split()


def counted(kind: str, count: int) -> str:
    """ "7,958 deals": a count of records of one kind."""
    texts = {
        "deal": ngettext("%(count)s deal", "%(count)s deals", count),
        "company": ngettext("%(count)s company", "%(count)s companies", count),
        "person": ngettext("%(count)s person", "%(count)s people", count),
        "product": ngettext("%(count)s product", "%(count)s products", count),
        "member": ngettext("%(count)s inactive member", "%(count)s inactive members", count),
        "lostreason": ngettext("%(count)s lost reason", "%(count)s lost reasons", count),
        "competitor": ngettext("%(count)s competitor", "%(count)s competitors", count),
        "tag": ngettext("%(count)s tag", "%(count)s tags", count),
        "team": ngettext("%(count)s team", "%(count)s teams", count),
        "exitcriterion": ngettext("%(count)s criterion", "%(count)s criteria", count),
        "task": ngettext("%(count)s task", "%(count)s tasks", count),
        "timelineentry": ngettext("%(count)s entry", "%(count)s entries", count),
        "stakeholder": ngettext("%(count)s person on a deal", "%(count)s people on deals", count),
        "process": ngettext("%(count)s process", "%(count)s processes", count),
    }
    return texts.get(kind, ngettext("%(count)s record", "%(count)s records", count)) % {"count": number(count)}


def made_words(made: dict[str, int]) -> str:
    """A list of counts in the reader's language, "" for none: "1,204 companies, 2,031 people"."""
    told = sorted(made.items(), key=lambda pair: _ORDER.index(pair[0]) if pair[0] in _ORDER else len(_ORDER))
    return ", ".join(counted(kind, count) for kind, count in told if count)
