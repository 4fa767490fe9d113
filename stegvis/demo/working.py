"""How the demo's members work together: what they ask each other, keep on top, follow, file and share."""

from collections.abc import Sequence
from datetime import timedelta
from decimal import Decimal
from itertools import groupby

from django.core.files.uploadedfile import SimpleUploadedFile

from stegvis.core.bulk import update_rows
from stegvis.deals.models import Deal, Stakeholder
from stegvis.demo import material, papers
from stegvis.demo.calendar import Calendar
from stegvis.demo.firm import Firm, domain_of, rounded
from stegvis.demo.sharing import share_plans
from stegvis.insights.kinds import known
from stegvis.insights.operations.dashboard import put_on_dashboard
from stegvis.people.models import RecordKind
from stegvis.people.operations.creating import create_company, create_person
from stegvis.people.operations.scanning import scan_part
from stegvis.processes.models import StageKind
from stegvis.timeline.operations.filing import add_file
from stegvis.timeline.operations.pinning import pin_entry
from stegvis.timeline.operations.writing import write_note
from stegvis.workspaces.models import Member
from stegvis.workspaces.operations.following import follow_record
from stegvis.workspaces.operations.viewing import save_view

Part = Stakeholder.Role
# As what people take part, how they stand and how much they weigh: the first one at a company, the second, ...
PARTS = (
    (Part.CHAMPIONS, Stakeholder.Stance.FOR, Stakeholder.Influence.SOME),
    (Part.DECIDES, Stakeholder.Stance.NEUTRAL, Stakeholder.Influence.MUCH),
    (Part.PAYS, Stakeholder.Stance.UNKNOWN, Stakeholder.Influence.MUCH),
    (Part.USES, Stakeholder.Stance.FOR, Stakeholder.Influence.LITTLE),
    (Part.BLOCKS, Stakeholder.Stance.AGAINST, Stakeholder.Influence.SOME),
    (Part.INFLUENCES, Stakeholder.Stance.NEUTRAL, None),
)
ASKED, PINNED, FILED, FOLLOWED, PLANNED = 7, 6, 9, 4, 4


def work_together(firm: Firm, calendar: Calendar) -> None:
    """Everything that more than one member has to do with."""
    tell_parts(firm)
    deals = largest(firm)
    file_papers(firm, calendar, deals[:FILED])
    pin_notes(firm, calendar, deals[:PINNED])
    share_plans(firm, calendar, deals[:PLANNED])
    for deal in deals[:FOLLOWED]:
        follow_record(deal, by=firm.manager)
    ask_each_other(firm, calendar, deals[:ASKED])
    make_twins(firm)
    share_view(firm)


def largest(firm: Firm) -> list[Deal]:
    """The open deals that matter most, each with its owner as the operations want it."""
    members = {one.pk: one for one in (firm.manager, *firm.sellers)}
    deals = Deal.objects.filter(workspace=firm.workspace, status=StageKind.OPEN).select_related("company")
    base = {currency: Decimal(kronor) for currency, kronor in material.IN_KRONOR.items()}
    found = sorted(deals, key=lambda deal: (-(deal.amount or 0) * base[deal.currency], deal.pk))
    for deal in found:
        deal.workspace, deal.owner = firm.workspace, members[deal.owner_id or firm.manager.pk]
    return found


def tell_parts(firm: Firm) -> None:
    """Who decides and how they stand. Written at once: the deals began with it, so there is no change to keep."""
    within = Stakeholder.objects.filter(workspace=firm.workspace).order_by("deal", "pk").values_list("pk", "deal")
    by_deal = groupby(within, key=lambda row: row[1])
    seats = [(pk, deal, place) for deal, rows in by_deal for place, (pk, _deal) in enumerate(rows)]
    told = [(*PARTS[(place + deal) % len(PARTS)], pk) for pk, deal, place in seats if pk % 5]
    update_rows(Stakeholder, ["role", "stance", "influence"], told)


def file_papers(firm: Firm, calendar: Calendar, deals: Sequence[Deal]) -> None:
    """An offer, a curve and minutes, in turn."""
    talk = material.read("talk")
    for number, deal in enumerate(deals):
        paper, note = (talk[name][number % len(talk[name])] for name in ("files", "file_notes"))
        title, at = paper[firm.language], calendar.between(deal.created_at, calendar.now)
        content = papers.MAKERS[paper["kind"]](title, deal)
        upload = SimpleUploadedFile(f"{title} {at:%Y-%m-%d}.{paper['kind']}", content)
        add_file(deal, upload, by=deal.owner, text=note[firm.language], at=at)


def pin_notes(firm: Firm, calendar: Calendar, deals: Sequence[Deal]) -> None:
    """What everybody should know before they call: on top of a deal, or of its company."""
    texts = material.said("pinned", firm.language)
    for number, deal in enumerate(deals):
        on = deal.company if number % 2 else deal
        text = texts[number % len(texts)].format(person=firm.people[deal.company_id or 0][0])
        note = write_note(on, text, by=deal.owner, at=calendar.between(deal.created_at, calendar.now))
        pin_entry(note, on, by=deal.owner)


def ask_each_other(firm: Firm, calendar: Calendar, deals: Sequence[Deal]) -> None:
    """Questions of the last hours: to the manager by the sellers, and the other way round."""
    texts = material.said("mentions", firm.language)
    for number, deal in enumerate(deals):
        asking, asked = (firm.manager, deal.owner) if number % 3 == 2 else (deal.owner, colleague(firm, number, deal))
        text = texts[number % len(texts)].format(member=f"@{asked.name}")
        write_note(deal, text, by=asking, at=calendar.now - timedelta(minutes=11 + 17 * (len(deals) - number)))


def colleague(firm: Firm, number: int, deal: Deal) -> Member:
    """The manager; now and then a seller, but nobody asks themselves."""
    others = [one for one in firm.sellers if one != deal.owner]
    return firm.manager if number % 2 == 0 else others[number % len(others)]


def make_twins(firm: Firm) -> None:
    """A company and a person that somebody has added a second time, and the look that finds them."""
    company = firm.companies[0]
    person = firm.people[company.pk][0]
    seller = firm.sellers[1]
    bare = company.name.rpartition(" ")[0]
    create_company(by=seller, name=bare, domains=[domain_of(company.name)], country=company.country)
    names = {"first_name": person.first_name, "last_name": person.last_name}
    create_person(by=seller, emails=[person.contact_points.get(kind="email").value], **names)
    for kind in RecordKind.values:
        while scan_part(firm.workspace, kind):
            pass


def share_view(firm: Firm) -> None:
    """One view of the list of deals that the manager shares with everybody, and reports on the own dashboard."""
    least = rounded(Decimal(500_000) / Decimal(material.IN_KRONOR[firm.workspace.currency]))
    name = material.read("talk")["views"]["large"][firm.language]
    save_view("deals", name, f"value-from={least:f}", by=firm.manager, shared=True)
    for report in ("funnel", "pipeline"):
        if kind := known(report):
            put_on_dashboard(kind, "", str(kind.title), by=firm.manager)
