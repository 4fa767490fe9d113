"""Strategy written down, advice taken, and the draft that suits it."""

from collections.abc import Collection, Mapping

from django.db import transaction
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from stegvis.core.errors import Refused
from stegvis.discovery.advisor import clean_answers, recommend
from stegvis.discovery.models import Advice, Offer, TargetGroup
from stegvis.discovery.queries.variants import read_variants
from stegvis.processes.catalogue import known_language, load_template
from stegvis.processes.drafts import BranchDraft, CriterionDraft, StageDraft, TaskDraft
from stegvis.processes.models import ProcessDraft
from stegvis.processes.operations.drafting import propose_draft
from stegvis.workspaces.permissions import Actor, member_of, require, workspace_of

MOST_WORDS = 2_000
MOST_OF_EACH = 200


@transaction.atomic
def write_target_group(
    name: str, *, by: Actor, who: str = "", need: str = "", group: TargetGroup | None = None
) -> TargetGroup:
    """A new target group, or other words for `group`. Raises PermissionDenied, Refused."""
    require(by, "processes")
    group = group or TargetGroup(workspace=workspace_of(by))
    _refuse_crowd(group)
    group.name, group.who, group.need = _name(name), _words(who), _words(need)
    group.save()
    return group


@transaction.atomic
def write_offer(
    name: str, *, by: Actor, summary: str = "", groups: Collection[TargetGroup] = (), offer: Offer | None = None
) -> Offer:
    """A new offer to `groups`, or other words for `offer`. Raises PermissionDenied, Refused."""
    require(by, "processes")
    offer = offer or Offer(workspace=workspace_of(by))
    _refuse_crowd(offer)
    offer.name, offer.summary = _name(name), _words(summary)
    offer.save()
    offer.groups.set(groups)
    return offer


@transaction.atomic
def take_advice(
    answers: Mapping[str, str], *, by: Actor, offer: Offer | None = None, group: TargetGroup | None = None
) -> Advice:
    """Keep the answers to the advisor, for an offer and a target group. PermissionDenied, Refused without any."""
    require(by, "processes")
    cleaned = clean_answers(answers)
    if not cleaned:
        raise Refused(_("Answer at least one question."))
    facts = {"offer": offer, "group": group, "answers": cleaned, "by": member_of(by)}
    return Advice.objects.create(workspace=workspace_of(by), **facts)


@transaction.atomic
def draft_from_advice(advice: Advice, *, by: Actor) -> ProcessDraft:
    """A draft like the ready-made process that suits the advice, in the reader's language. PermissionDenied."""
    require(by, "processes", advice)
    reading = read_variants(advice.workspace_id)
    found = recommend(advice.answers, reading.variants, reading.rules)
    language = known_language(get_language() or "en")
    template = load_template(found.template)
    reasons = tuple(str(reason) for one in (*found.models, found.variant) if one for reason in one.reasons)[:3]
    stages = [_stage(row, language, reasons) for row in template["stages"]]
    name = f"{advice.offer}" if advice.offer else template["name"][language]
    phases = [row["buyer_phase"] for row in template["stages"]] if not template["buyer_phases"] else []
    summary = template["summary"][language]
    return propose_draft(workspace_of(by), name, stages, by=by, phases=phases, summary=summary, language=language)


def _stage(row: dict, language: str, sources: tuple[str, ...]) -> StageDraft:
    return StageDraft(
        row["name"][language],
        row["kind"],
        key=row["key"],
        definition=row["definition"][language],
        expected_days=row["expected_days"],
        probability=row["probability"],
        criteria=tuple(_criterion(one, language) for one in row["exit_criteria"]),
        tasks=tuple(_task(one, language) for one in row["tasks"]),
        branches=tuple(
            BranchDraft(one["text"][language], one["to"], one.get("wake_days")) for one in row.get("branches", [])
        ),
        sources=sources,
    )


def _criterion(row: dict, language: str) -> CriterionDraft:
    told = row.get("buyer_text")
    return CriterionDraft(
        row["text"][language], row["hard"], row["evidence"], buyer_text=told[language] if told else ""
    )


def _task(row: dict, language: str) -> TaskDraft:
    note, role = row["note"], row.get("role")
    facts = {"note": note[language] if note else "", "role": role[language] if role else ""}
    return TaskDraft(row["title"][language], row["kind"], row["due_days"], **facts)


def _name(name: str) -> str:
    name = " ".join(name.replace("\x00", "").split())
    if not 0 < len(name) <= 200:
        raise Refused(_("Write a name of at most 200 letters."))
    return name


def _words(words: str) -> str:
    words = words.replace("\x00", "").strip()
    if len(words) > MOST_WORDS:
        raise Refused(_("A text has at most %(number)s letters.") % {"number": MOST_WORDS})
    return words


def _refuse_crowd(record: TargetGroup | Offer) -> None:
    if record.pk is None and type(record).objects.filter(workspace=record.workspace_id).count() >= MOST_OF_EACH:
        raise Refused(_("There are already %(number)s of them.") % {"number": MOST_OF_EACH})
