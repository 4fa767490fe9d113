"""A shared plan as both sides read it: in a fixed number of queries, however long it is."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from stegvis.buyers.models import PlanDocument, PlanLink, PlanStep, PlanWord, SharedPlan
from stegvis.timeline.models import EntryPlace
from stegvis.timeline.queries.entries import HOME
from stegvis.workspaces.models import Member

MOST_WORDS = 300
Side = PlanStep.Side


@dataclass(frozen=True, slots=True)
class ShownStep:
    """A step with what was said on it; `here` is the first one that waits for the buyer."""

    step: PlanStep
    words: list[PlanWord]
    here: bool
    who: str

    @property
    def done(self) -> bool:
        """Whether it was ticked."""
        return self.step.done_at is not None

    @property
    def theirs(self) -> bool:
        """Whether the buyer has a part in it, and ticks it."""
        return self.step.side != Side.OURS

    @property
    def ours(self) -> bool:
        """Whether we have a part in it."""
        return self.step.side != Side.THEIRS

    @property
    def ticked_by(self) -> int | None:
        """The link through which it was ticked last; None for a seller's tick."""
        ticks = [word for word in self.words if word.act == PlanWord.Act.TICKED]
        return ticks[-1].link_id if ticks and self.done else None


@dataclass(frozen=True)
class PlanPage:
    """A plan with all that stands on it."""

    plan: SharedPlan
    steps: list[ShownStep]
    words: list[PlanWord]
    documents: list[PlanDocument]
    seller: Member | None

    @property
    def done(self) -> int:
        """How many steps are done."""
        return sum(1 for one in self.steps if one.done)

    @property
    def next_step(self) -> ShownStep | None:
        """The first step that waits for the buyer."""
        return next((one for one in self.steps if one.here), None)

    @property
    def last_day(self) -> date | None:
        """The day of the last step."""
        return max((one.step.due_on for one in self.steps if one.step.due_on), default=None)

    @property
    def waiting(self) -> list[ShownStep]:
        """Steps for which the buyer proposes another day."""
        return [one for one in self.steps if one.step.proposed_on]


def read_plan(plan: SharedPlan) -> PlanPage:
    """All of `plan`, whose deal, company and owner are loaded. Three queries and one for the documents' places."""
    steps = list(plan.steps.order_by("position", "id"))
    by_step = _words(plan)
    first = next((one.pk for one in steps if not one.done_at and one.side != Side.OURS), None)
    shown = [ShownStep(one, by_step[one.pk], one.pk == first, who_of(plan, one)) for one in steps]
    seller = plan.deal.owner or plan.made_by
    return PlanPage(plan, shown, by_step[None], shared_documents(plan), seller)


def who_of(plan: SharedPlan, step: PlanStep) -> str:
    """Who does `step`, by name: the one that was named, else the side's own."""
    if step.who or step.side == Side.BOTH:
        return step.who or str(step.get_side_display())
    if step.side == Side.OURS:
        return plan.workspace.name
    return plan.deal.company.name if plan.deal.company else str(step.get_side_display())


def shared_documents(plan: SharedPlan) -> list[PlanDocument]:
    """The documents that still lie on the deal's timeline."""
    documents = list(plan.documents.select_related("file").filter(file__entry__withdrawn=False))
    places = EntryPlace.objects.filter(HOME, workspace=plan.workspace_id, deal=plan.deal_id)
    there = set(places.filter(entry__in=[one.file.entry_id for one in documents]).values_list("entry", flat=True))
    return [one for one in documents if one.file.entry_id in there]


def links_of(plan: SharedPlan) -> list[PlanLink]:
    """All links to `plan`, those that work first, the newest on top."""
    links = plan.links.select_related("person", "made_by").order_by("-id")
    return sorted(links, key=lambda one: not one.is_open)


def last_opened(links: Sequence[PlanLink]) -> PlanLink | None:
    """The link that was opened last; None where nobody has looked yet."""
    opened = [one for one in links if one.opened_at]
    return max(opened, key=lambda one: one.opened_at, default=None)  # type: ignore[arg-type, return-value]


def _words(plan: SharedPlan) -> dict[int | None, list[PlanWord]]:
    found: dict[int | None, list[PlanWord]] = defaultdict(list)
    for word in reversed(plan.words.order_by("-id")[:MOST_WORDS]):
        found[word.step_id].append(word)
    return found
