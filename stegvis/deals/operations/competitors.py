"""The workspace's competitors: made where they are first named, kept in Settings, two spellings made one."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from stegvis.core.errors import Refused
from stegvis.core.folding import fold
from stegvis.deals.models import Competitor, Deal, DealCompetitor
from stegvis.workspaces.models import Deletion, Workspace
from stegvis.workspaces.operations.auditing import audit
from stegvis.workspaces.operations.deleting import delete_records, restore_deletion
from stegvis.workspaces.operations.editing import record_changes, refresh
from stegvis.workspaces.operations.undoing import keep_undo, takes_back
from stegvis.workspaces.permissions import Actor, require

VERB = "merged_competitors"
FACTS = ("name", "website", "note")
LONGEST, LONGEST_KEY = 200, 400


@transaction.atomic
def ensure_competitor(name: str, *, by: Actor) -> Competitor:
    """The competitor of that name, whatever its case and accents; made where there is none yet.

    Raises PermissionDenied for who may not create anything, Refused without a name.
    """
    name = cleaned(name)
    found = Competitor.objects.filter(workspace=by.workspace, name_key=key_of(name)).first()
    if found:
        return found
    require(by, "create")
    made, _new = Competitor.objects.get_or_create(
        workspace=by.workspace, name_key=key_of(name), defaults={"name": name}
    )
    return made


def known_competitor(name: str, *, by: Actor) -> Competitor:
    """The competitor of that name. Refused where there is none."""
    found = Competitor.objects.filter(workspace=by.workspace, name_key=key_of(name)).first()
    if found is None:
        raise Refused(_("There is no competitor “%(name)s”.") % {"name": name})
    return found


@transaction.atomic
def add_competitor(workspace: Workspace, name: str, *, by: Actor, website: str = "", note: str = "") -> Competitor:
    """A new competitor; Refused without a name, or with one that is there already. Raises PermissionDenied."""
    competitor = Competitor(workspace=workspace, website=website, note=note)
    require(by, "processes", competitor)
    _call(competitor, name)
    _save(competitor)
    return competitor


@transaction.atomic
def change_competitor(competitor: Competitor, *, by: Actor, **facts) -> list[str]:
    """Set these FACTS and keep who changed what; the names of the changed ones come back.

    Raises PermissionDenied, and Refused when another competitor has the name.
    """
    refresh(competitor)
    require(by, "processes", competitor)
    before = {name: getattr(competitor, name) for name in facts}
    _call(competitor, facts.get("name", competitor.name))
    for name in facts.keys() - {"name"}:
        setattr(competitor, name, facts[name])
    changed = [name for name in facts if getattr(competitor, name) != before[name]]
    if changed:
        _save(competitor)
        after = {name: getattr(competitor, name) for name in changed}
        record_changes(competitor, before, after, by=by)
    return changed


def delete_competitor(competitor: Competitor, *, by: Actor) -> Deletion:
    """Off the list and off all deals; it can be undone. Raises PermissionDenied."""
    return delete_records([competitor], by=by, verb="processes")


@transaction.atomic
def merge_competitors(competitor: Competitor, into: Competitor, *, by: Actor) -> Competitor:
    """Put `into` in the place of `competitor` on every deal, and delete that. Raises PermissionDenied, Refused."""
    require(by, "processes", competitor)
    require(by, "processes", into)
    if competitor.pk == into.pk:
        raise Refused(_("Choose another competitor to merge with."))
    theirs = _rivals(by, competitor.pk)
    twice = theirs.filter(deal__in=_rivals(by, into.pk).values("deal"))
    both = [[*row[:2], row[2].isoformat(), row[3]] for row in twice.values_list("deal", "won", "added_at", "added_by")]
    won = _rivals(by, into.pk).filter(won=False, deal__in=[deal for deal, won, *_rest in both if won])
    had = {"both": both, "won": list(won.values_list("deal", flat=True))}
    won.filter(deal__in=had["won"]).update(won=True)
    twice.filter(deal__in=[deal for deal, *_rest in both]).delete()
    had["filled"] = _fill(into, competitor, by)
    had["moved"] = list(theirs.values_list("deal", flat=True))
    theirs.update(competitor=into)
    deletion = delete_records([competitor], by=by, verb="processes")
    audit("competitors_merged", by=by, detail={"from": competitor.name, "to": into.name})
    kept = {"competitor": competitor.pk, "into": into.pk, "deletion": deletion.pk, **had}
    keep_undo(VERB, kept, by=by, what=competitor.name)
    return into


def _fill(into: Competitor, competitor: Competitor, by: Actor) -> list[str]:
    """What `into` lacks comes from `competitor`; the names of these facts."""
    lacking = {name: getattr(competitor, name) for name in ("website", "note") if not getattr(into, name)}
    return change_competitor(into, by=by, **{name: value for name, value in lacking.items() if value})


@takes_back(VERB)
def _part_again(before: Mapping[str, Any], by: Actor) -> None:
    """The competitor comes back to the deals that had it; what the other got only through the merge it loses."""
    deletion = Deletion.objects.filter(workspace=by.workspace, pk=before["deletion"]).first()
    if deletion is None or deletion.restored_at:
        raise Refused(_("This can no longer be taken back."))
    restore_deletion(deletion, by=by)
    if not Competitor.objects.filter(workspace=by.workspace, pk=before["competitor"]).exists():
        raise Refused(_("This can no longer be taken back."))
    others = _rivals(by, before["into"])
    others.filter(deal__in=before["moved"]).update(competitor=before["competitor"])
    # Who won may have been said anew since: then nobody else is to be the winner again.
    given_back = others.filter(deal__in=before["won"], won=True)
    won = set(given_back.values_list("deal", flat=True))
    given_back.update(won=False)
    had = {deal: facts for deal, *facts in before["both"]}
    _empty(before, by)
    there = Deal.with_deleted.filter(workspace=by.workspace, pk__in=had).values_list("pk", flat=True)
    DealCompetitor.objects.bulk_create(
        DealCompetitor(
            workspace=by.workspace,
            deal_id=deal,
            competitor_id=before["competitor"],
            won=deal in won,
            added_at=datetime.fromisoformat(had[deal][1]),
            added_by_id=had[deal][2],
        )
        for deal in there
    )


def _empty(before: Mapping[str, Any], by: Actor) -> None:
    """What came to the other one by the merge goes, unless it was changed since."""
    pair = Competitor.objects.filter(workspace=by.workspace, pk__in=[before["competitor"], before["into"]]).in_bulk()
    own, into = pair.get(before["competitor"]), pair.get(before["into"])
    if own and into:
        same = [name for name in before.get("filled", ()) if getattr(own, name) == getattr(into, name)]
        change_competitor(into, by=by, **dict.fromkeys(same, ""))


def _rivals(by: Actor, competitor: int) -> QuerySet[DealCompetitor]:
    return DealCompetitor.objects.filter(workspace=by.workspace, competitor=competitor).order_by()


def key_of(name: str) -> str:
    """By what two names are the same."""
    return fold(name)[:LONGEST_KEY]


def cleaned(name: str) -> str:
    """`name` as it is kept. Refused without one."""
    name = " ".join(name.replace("\0", "").split())
    if not 0 < len(name) <= LONGEST:
        raise Refused(_("A name has from 1 to %(number)s characters.") % {"number": LONGEST})
    return name


def _call(competitor: Competitor, name: str) -> None:
    name = cleaned(name)
    twins = Competitor.objects.filter(workspace=competitor.workspace_id, name_key=key_of(name))
    if twins.exclude(pk=competitor.pk).exists():
        raise _taken(name)
    competitor.name, competitor.name_key = name, key_of(name)


def _save(competitor: Competitor) -> None:
    """Somebody else may have taken the name a moment ago."""
    try:
        with transaction.atomic():
            competitor.save()
    except IntegrityError as error:
        raise _taken(competitor.name) from error


def _taken(name: str) -> Refused:
    said = _("There is a competitor “%(name)s” already. Merge the two instead.")
    return Refused(said % {"name": name})
