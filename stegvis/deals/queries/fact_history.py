"""Who changed one fact of a deal, when, from what to what."""

from collections.abc import Collection

from stegvis.deals.models import Deal
from stegvis.deals.queries.deal_page.story import Entry, Story
from stegvis.deals.queries.deal_page.veiling import veil
from stegvis.workspaces.models import FieldChange, Member
from stegvis.workspaces.own.changes import said_changes
from stegvis.workspaces.own.definitions import definitions, is_own
from stegvis.workspaces.queries.field_changes import Change, Changes, changes_in, who_did


def history_of_fact(member: Member, deal: Deal, names: Collection[str], before: int | None = None) -> Changes:
    """The changes of `deal` kept under `names`, newest first, older than the change `before` where it is given."""
    own = definitions(member, "deal")

    def tell(rows: list[FieldChange]) -> list[Change]:
        entries = veil(member, Story([_entry(own, row) for row in rows]), {}).entries
        return [
            Change(*who_did(row), str(entry.label).capitalize(), entry.before, entry.after, row.at)
            for row, entry in zip(rows, entries, strict=True)
        ]

    return changes_in(deal, tell, only=names, hidden=own.hidden_names, before=before)


def _entry(own, row: FieldChange) -> Entry:
    facts = {"field": row.field, "before": row.before, "after": row.after}
    if is_own(row.field):
        said = said_changes(own, row.field, (row.before, row.after))
        facts |= {"label": own.name_of(row.field), "before": said[0], "after": said[1]}
    return Entry("change", row.at, row.at, "", (row.pk,), facts)
