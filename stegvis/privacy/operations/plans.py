"""What a person said and did on shared plans, found by its own links: another may bear the same name."""

from collections.abc import Sequence

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from stegvis.buyers.models import PlanLink, PlanStep, PlanWord
from stegvis.deals.models import Evidence
from stegvis.timeline.models import EntryKind, TimelineEntry


def forget_on_plans(workspace: int, ids: Sequence[int]) -> None:
    """Erase the words of the people `ids` on plans, and their names there, on evidence and on the timeline.

    Words and entries are append-only: to be called within `purge`. That something was done, and when, stays.
    """
    links = list(PlanLink.objects.filter(workspace=workspace, person__in=ids).values_list("pk", flat=True))
    words = PlanWord.objects.filter(workspace=workspace, link__in=links)
    names = set(words.order_by().values_list("who", flat=True))
    if not names:
        return
    erased = _("Erased")
    entries = TimelineEntry.objects.filter(workspace=workspace, kind=EntryKind.BUYER, automation__in=names)
    entries.filter(at__in=list(words.values_list("at", flat=True))).update(automation=erased, text=erased)
    _rename(_evidence_of(workspace, words), ("confirmed_by", "automation"), names, erased)
    _rename(_steps_of(workspace, words), ("done_by", "proposed_by"), names, erased)
    words.update(who=erased, text="")


def _steps_of(workspace: int, words: QuerySet) -> QuerySet:
    return PlanStep.with_deleted.filter(workspace=workspace, pk__in=list(words.values_list("step", flat=True)))


def _evidence_of(workspace: int, words: QuerySet) -> QuerySet:
    lineages = set(_steps_of(workspace, words).values_list("lineage", flat=True)) - {""}
    deals = list(words.values_list("plan__deal", flat=True))
    return Evidence.with_deleted.filter(workspace=workspace, deal__in=deals, lineage__in=lineages)


def _rename(rows: QuerySet, columns: Sequence[str], names: set[str], erased: str) -> None:
    for column in columns:
        rows.filter(**{f"{column}__in": names}).update(**{column: erased})
