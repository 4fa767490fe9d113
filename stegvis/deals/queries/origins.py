"""Where an answer can come from: the people on a deal, and what was lately written on its timeline."""

from django.utils.translation import gettext as _

from stegvis.deals.models import Deal
from stegvis.people.models import Person
from stegvis.timeline.models import EntryKind
from stegvis.timeline.queries.entries import Timeline
from stegvis.ui.formats import date_short
from stegvis.workspaces.models import Member

LATEST = 10
LONGEST = 40
TOLD = (EntryKind.NOTE, EntryKind.CALL, EntryKind.MEETING)


def people_on(member: Member, deal: Deal) -> list[Person]:
    """The people who take part in `deal`, as far as `member` sees them."""
    involved = deal.stakeholders.values("person")
    return list(Person.objects.visible_to(member).filter(pk__in=involved).order_by("name_key", "id"))


def entries_on(member: Member, deal: Deal) -> list[tuple[int, str]]:
    """The newest notes, calls and meetings on `deal`: id and words."""
    found = Timeline(member, deal).newest(TOLD, (), LATEST)
    return [(one.facts["id"], _words(one)) for one in found if not one.facts["withdrawn"]]


def _words(entry) -> str:
    text = " ".join(entry.facts["text"].split())
    facts = {"kind": EntryKind(entry.kind).label, "day": date_short(entry.at), "text": text[:LONGEST]}
    return _("%(kind)s, %(day)s: %(text)s") % facts if text else _("%(kind)s, %(day)s") % facts
