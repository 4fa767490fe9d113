"""Publishing a draft: nothing happens to deals unless somebody chose it."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from decimal import Decimal

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from stegvis.core.errors import ChangedMeanwhile, Refused
from stegvis.deals.models import Deal
from stegvis.deals.operations.leading import lead_deals, remember_deals
from stegvis.deals.operations.remapping import Terms, change_process
from stegvis.deals.operations.splitting import ask_owners
from stegvis.deals.operations.taking_back import keep_publication
from stegvis.processes.bodies import Body, drafts_in
from stegvis.processes.drafts import SIDES
from stegvis.processes.models import Process, ProcessDraft, ProcessVersion, Stage, StageKind, StageMapping
from stegvis.processes.operations.draft_returning import Steps, kept_steps
from stegvis.processes.operations.drafting import body_of_version
from stegvis.processes.operations.phases import keep_phases
from stegvis.processes.operations.publishing import Publication
from stegvis.workspaces.operations.editing import refresh
from stegvis.workspaces.permissions import Actor, require


@dataclass(frozen=True)
class Rule:
    """Which deals of a stage that is split go to its second part, the stage `key`: by value, by days, or these.

    `least` is a value in `currency`, `days` are days in the stage, `deals` ids; what is None does not count.
    """

    key: str
    least: Decimal | None = None
    currency: str = ""
    days: int | None = None
    deals: frozenset[int] | None = None


@dataclass(frozen=True)
class Choice:
    """What was chosen for the deals: for ids of stages the key of the stage they go to, and rules for split ones.

    Deals of stages that are not named stay in the version they run in. Stages of earlier versions may be named too.
    `asked` says for split stages the key of the second part: their deals stay until each owner has chosen.
    """

    homes: Mapping[int, str] = field(default_factory=dict)
    rules: Mapping[int, Rule] = field(default_factory=dict)
    asked: Mapping[int, str] = field(default_factory=dict)


@transaction.atomic
def publish_draft(
    process: Process,
    *,
    by: Actor,
    revision: int,
    choice: Choice | None = None,
    name: str = "",
    note: str = "",
) -> Publication:
    """Make the draft of `process` what new deals run in; `revision` is the one that was looked at.

    A new structure is a new version called `name`, with `note` as its reason; mere wording is mended in the version in
    force. The draft is gone afterwards; for some minutes all of it can be taken back. Raises PermissionDenied,
    ChangedMeanwhile, Refused.
    """
    refresh(process)
    require(by, "processes", process)
    (body, steps), chosen = _take_draft(process, revision), choice or Choice()
    old, asked = _as_it_was(process, body), list[int]()
    phases = keep_phases(process, body["phases"])
    before = list(process.current.stages.all()) if process.current else []
    staying = {stage.pk for stage in before if stage.pk not in chosen.homes}
    terms = Terms(
        staying, (name, note), lambda publication: asked.extend(_follow(publication, body, before, chosen, by))
    )
    mapping = _mapping(body, before, chosen)
    facts = {"name": body["name"], "summary": body["summary"]}
    publication = change_process(process, drafts_in(body, phases), by=by, mapping=mapping, terms=terms, **facts)
    keep_publication(publication, process, old, (body, steps), asked, by=by)
    return publication


def _as_it_was(process: Process, body: Body) -> Body:
    """The process before it is published anew; one that never ran was its draft."""
    return body_of_version(process, process.current) if process.current else body


def _take_draft(process: Process, revision: int) -> tuple[Body, Steps]:
    """The body of the draft, which ends here, and its undo steps."""
    draft = ProcessDraft.objects.filter(workspace=process.workspace_id, process=process).first()
    if draft is None:
        raise Refused(_("There is nothing to publish: nobody has changed anything."))
    if draft.revision != revision:
        raise ChangedMeanwhile([], _("The draft was changed while you were looking at it. Look at it again."))
    steps = kept_steps(draft)
    draft.delete()
    return draft.body, steps


def _mapping(body: Body, before: Iterable[Stage], choice: Choice) -> dict[int, int]:
    places = {row["key"]: place for place, row in enumerate(body["stages"])}
    homes = {stage.pk: choice.homes[stage.pk] for stage in before if stage.pk in choice.homes}
    if any(key not in places for key in homes.values()):
        raise Refused(_("A stage to which deals should go is not in the draft. Look at it again."))
    return {pk: places[key] for pk, key in homes.items()}


def _follow(publication: Publication, body: Body, before: Iterable[Stage], choice: Choice, by: Actor) -> Iterator[int]:
    """What was chosen beyond whole stages: parts of split ones, and deals that still run in earlier versions.

    Yields the ids of the questions to owners.
    """
    version = publication.version
    made = {row["key"]: stage for row, stage in zip(body["stages"], version.stages.all(), strict=True)}
    stages = {stage.pk: stage for stage in before}
    for pk, rule in choice.rules.items():
        if pk in stages and pk in choice.homes and rule.key in made:
            deals = _chosen_deals(stages[pk], rule)
            remember_deals(version, deals)
            lead_deals(deals, stages[pk], made[rule.key])
    _map_earlier(version, choice, stages, made)
    for pk, key in choice.asked.items():
        if pk in stages and key in made and stages[pk].lineage in made:
            yield ask_owners(stages[pk], made[stages[pk].lineage], made[key], by=by).pk


def _map_earlier(version: ProcessVersion, choice: Choice, stages: Mapping, made: Mapping[str, Stage]) -> None:
    wanted = {pk: key for pk, key in choice.homes.items() if pk not in stages and key in made}
    found = Stage.objects.filter(workspace=version.workspace_id, process=version.process_id, pk__in=wanted)
    pairs = [(stage, made[wanted[stage.pk]]) for stage in found]
    StageMapping.objects.bulk_create(
        StageMapping(workspace_id=version.workspace_id, version=version, before=stage, after=target)
        for stage, target in pairs
        if SIDES[StageKind(stage.kind)] == SIDES[StageKind(target.kind)]
    )


def _chosen_deals(stage: Stage, rule: Rule) -> QuerySet:
    """The deals of `stage` that a rule sends to the second part; private and deleted ones too."""
    deals = Deal.with_deleted.filter(workspace=stage.workspace_id, stage=stage)
    if rule.least is not None:
        deals = deals.filter(amount__gte=rule.least, currency=rule.currency)
    if rule.days is not None:
        deals = deals.filter(entered_at__lte=timezone.now() - timedelta(days=rule.days))
    return deals if rule.deals is None else deals.filter(pk__in=rule.deals)
