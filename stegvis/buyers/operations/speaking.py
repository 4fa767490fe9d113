"""What a buyer's act leaves behind, wherever it is done: a word on the plan, an entry, a notice to the seller."""

from datetime import date, datetime

from stegvis.buyers.models import PlanLink, PlanStep, PlanWord, SharedPlan
from stegvis.timeline.models import EntryKind, TimelineEntry
from stegvis.timeline.operations.writing import Draft, write_entries
from stegvis.workspaces.models import Member
from stegvis.workspaces.operations.telling import notify
from stegvis.workspaces.permissions import Automation

MOST_STEP = 200


def voice_of(link: PlanLink) -> Automation:
    """Who acts when the holder of `link` does: nobody of the workspace, under the name on the link."""
    return Automation(link.name, link.workspace)


def speak(
    act: str,
    *,
    by: PlanLink,
    step: PlanStep | None = None,
    text: str = "",
    day: date | None = None,
    at: datetime | None = None,
) -> tuple[PlanWord, TimelineEntry]:
    """Keep what the buyer did and tell it: on the plan, on the deal's timeline, to the deal's seller."""
    word = keep_word(by.plan, act, who=by.name, link=by, step=step, text=text, day=day, at=at)
    return word, _tell(word, by)


def keep_word(plan: SharedPlan, act: str, *, who: str, at: datetime | None = None, **facts) -> PlanWord:
    """Append one act to the plan's history."""
    moment = {"at": at} if at else {}
    return PlanWord.objects.create(workspace_id=plan.workspace_id, plan=plan, act=act, who=who, **facts, **moment)


def seller_of(plan: SharedPlan) -> Member | None:
    """Whom a buyer of this plan talks with: the deal's owner, or who made the plan of a deal that has none."""
    return plan.deal.owner or plan.made_by


def _tell(word: PlanWord, link: PlanLink) -> TimelineEntry:
    deal, step = word.plan.deal, word.step.text[:MOST_STEP] if word.step else ""
    told = {"act": word.act, "step": step, "day": word.day.isoformat() if word.day else ""}
    people = [link.person_id] if link.person and link.person.deletion_id is None else []
    draft = Draft(kind=EntryKind.BUYER, text=word.text, facts=told, deal_id=deal.pk, people_ids=people, at=word.at)
    entry = write_entries([draft], by=voice_of(link))[0]
    seller = seller_of(word.plan)
    notify([seller] if seller else [], f"buyer_{word.act}", deal, by=voice_of(link), step=step)
    return entry
