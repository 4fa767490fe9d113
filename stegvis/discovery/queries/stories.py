"""What happened with the deals an interview is about: five queries for all of them, each deal up to a limit."""

from collections import defaultdict
from collections.abc import Sequence

from django.db.models import F, QuerySet, Window
from django.db.models.functions import RowNumber

from stegvis.deals.models import Deal, StageMove
from stegvis.discovery.known import Happening, Story
from stegvis.timeline.models import EntryPlace, StoredFile
from stegvis.workspaces.models import FieldChange

# As far as anybody asks: the first entries of a deal tell how it began, and few deals have more.
MOST_ENTRIES = 120
MOST_MOVES = 60


def stories_of(workspace_id: int, deals: Sequence[Deal]) -> dict[int, Story]:
    """The story of each deal, fetched with company, owner and lost reason, by the deal's id."""
    ids = [deal.pk for deal in deals]
    if not ids:
        return {}
    happenings, moves, owners = _happenings(workspace_id, ids), _moves(workspace_id, ids), _owners(workspace_id, ids)
    return {
        deal.pk: Story(
            deal,
            happenings[deal.pk],
            [(row["to_stage__name"], row["at"]) for row in moves[deal.pk] if row["at"]],
            owners[deal.pk],
            next((row["reason"][:500] for row in reversed(moves[deal.pk]) if row["reason"]), ""),
        )
        for deal in deals
    }


def _happenings(workspace_id: int, ids: Sequence[int]) -> dict[int, list[Happening]]:
    home = {"through_deal": None, "through_person": None, "through_company": None, "entry__withdrawn": False}
    rows = EntryPlace.objects.filter(workspace=workspace_id, deal__in=ids, **home)
    first = _first_of(rows, MOST_ENTRIES, "at", "id")
    told = list(first.order_by("at", "id").values("deal_id", "entry_id", "kind", "at", "contact", "entry__facts"))
    files = _files(workspace_id, [row["entry_id"] for row in told])
    found: dict[int, list[Happening]] = defaultdict(list)
    for row in told:
        names = tuple(files[row["entry_id"]])
        found[row["deal_id"]].append(Happening(row["kind"], row["at"], row["contact"], row["entry__facts"], names))
    return found


def _files(workspace_id: int, entries: Sequence[int]) -> dict[int, list[str]]:
    found: dict[int, list[str]] = defaultdict(list)
    for row in StoredFile.objects.filter(workspace=workspace_id, entry__in=entries).values("entry_id", "name"):
        found[row["entry_id"]].append(row["name"])
    return found


def _moves(workspace_id: int, ids: Sequence[int]) -> dict[int, list[dict]]:
    rows = _first_of(StageMove.objects.filter(workspace=workspace_id, deal__in=ids), MOST_MOVES, "sequence")
    found: dict[int, list[dict]] = defaultdict(list)
    for row in rows.order_by("sequence").values("deal_id", "to_stage__name", "at", "reason"):
        found[row["deal_id"]].append(row)
    return found


def _owners(workspace_id: int, ids: Sequence[int]) -> dict[int, int]:
    """How often each deal was given to somebody else."""
    changes = FieldChange.objects.filter(workspace=workspace_id, kind="deal", record_id__in=ids, field="owner")
    found: dict[int, int] = defaultdict(int)
    for pk in changes.exclude(before="").values_list("record_id", flat=True)[:1000]:
        found[pk] += 1
    return found


def _first_of(rows: QuerySet, number: int, *order: str) -> QuerySet:
    """The first `number` rows of each deal."""
    place = Window(RowNumber(), partition_by=F("deal"), order_by=[F(one).asc() for one in order])
    return rows.annotate(place_in_deal=place).filter(place_in_deal__lte=number)
