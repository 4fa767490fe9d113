"""Which deal follows which: by the numbers of an import's rows, when all of them are there."""

from stegvis.core.bulk import update_rows
from stegvis.deals.models import Deal
from stegvis.transfer.identity import own_id
from stegvis.transfer.models import ImportedRecord
from stegvis.transfer.run import Run

PART = 2_000


def follow_deals(run: Run) -> None:
    """Put each deal of the import behind the one that its row named; a number that nobody has is passed over."""
    traces = ImportedRecord.objects.filter(workspace=run.workspace, of_import=run.batch, kind="deal")
    waiting, last = traces.exclude(parent="").order_by("pk"), 0
    while part := list(waiting.filter(pk__gt=last)[:PART]):
        last = part[-1].pk
        _follow(run, {one.record_id: one.parent for one in part})


def _follow(run: Run, numbers: dict[int, str]) -> None:
    deals = Deal.objects.filter(workspace=run.workspace)
    asked = set(numbers.values())
    known = dict(deals.filter(external_id__in=asked).order_by("-id").values_list("external_id", "pk"))
    known |= own_id(run.workspace).living(Deal, asked - known.keys())
    now = dict(deals.filter(pk__in=numbers).values_list("pk", "after_id"))
    rows = [(known[number], pk) for pk, number in numbers.items() if number in known and pk in now]
    update_rows(Deal, ("after_id",), [row for row in rows if row[0] not in (row[1], now[row[1]])])
