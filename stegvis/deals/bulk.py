"""What can be changed on many deals at once."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from stegvis.deals.floors import sentence, unapproved
from stegvis.deals.forms.fields import AmountField, CurrencyField, DayField
from stegvis.deals.gates import SOLD
from stegvis.deals.models import Deal, LostReason
from stegvis.deals.operations.moving_many import move_deals, step_deals_back
from stegvis.deals.paths import LOST
from stegvis.deals.queries.stages import stage_choices
from stegvis.people.bulk import SHARED, text
from stegvis.people.forms.fields import CompanyField
from stegvis.processes.models import Stage, StageKind
from stegvis.workspaces import bulk, listings, trash
from stegvis.workspaces.bulk.own import own_facts
from stegvis.workspaces.models import Member, Owned, Team
from stegvis.workspaces.permissions import Actor

CLOSE, BECAUSE, WAKES = _("Expected close"), _("Lost because of"), _("Wakes up")


class StageField(forms.ModelChoiceField):
    """A stage of a process that is in use, below the name of its process."""

    def __init__(self, member: Member, **options) -> None:
        found = stage_choices(member)
        offered = [pk for _process, stages in found for pk, _name in stages]
        stages = Stage.objects.filter(workspace=member.workspace_id, pk__in=offered)
        super().__init__(stages, **options)
        self.choices = [("", "—"), *found]


@dataclass(frozen=True)
class StageFact(bulk.BulkFact):
    """The stage, changed by moves: gates are asked of each deal, and history keeps each move."""

    def fields(self, member: Member) -> dict[str, forms.Field]:
        reasons = LostReason.objects.filter(workspace=member.workspace_id, archived=False)
        why = _("Needed for deals that lack evidence from the buyer: one sentence why they go on anyway.")
        return {
            "stage": StageField(member, label=_("Stage")),
            "reason": forms.CharField(label=_("Reason"), max_length=2000, required=False, help_text=why),
            "lost_reason": forms.ModelChoiceField(
                reasons, label=_("Lost because of"), required=False, help_text=_("For a lost stage.")
            ),
            "wake_on": DayField(label=_("Wakes up"), help_text=_("For a parked stage.")),
        }

    def clean(self, values: Mapping[str, Any], member: Member) -> None:
        kind, day = values["stage"].kind, values.get("wake_on")
        any_reason = LostReason.objects.filter(workspace=member.workspace_id, archived=False)
        if kind == StageKind.LOST and not values.get("lost_reason") and any_reason.exists():
            raise ValidationError({"lost_reason": gettext("Say why the deal was lost: choose a reason.")})
        if kind == StageKind.PARKED and (day is None or day <= timezone.localdate()):
            raise ValidationError({"wake_on": gettext("Choose a day in the future on which the deal wakes up.")})

    def apply(self, model: type[Owned], ids: Sequence[int], values: Mapping[str, Any], *, by: Actor) -> bulk.Outcome:
        to_stage = values["stage"]
        lost_reason = values["lost_reason"] if to_stage.kind == StageKind.LOST else None
        wake_on = values["wake_on"] if to_stage.kind == StageKind.PARKED else None
        how = {"reason": values["reason"], "lost_reason": lost_reason, "wake_on": wake_on}
        moved = move_deals(ids, to_stage, by=by, **how)
        stopped = [bulk.Stopped(*one) for one in moved.stopped]
        return bulk.Outcome(changed=len(moved.before), stopped=stopped, before={"deals": moved.before})

    def take_back(self, model: type[Owned], before: Mapping[str, Any], *, by: Actor) -> bulk.Outcome:
        back = step_deals_back(before["deals"], by=by)
        return bulk.Outcome(changed=back, left=len(before["deals"]) - back)


def _team(member: Member) -> dict[str, forms.Field]:
    teams = Team.objects.filter(workspace=member.workspace_id).order_by("name")
    return {"team": forms.ModelChoiceField(teams, label=_("Team"), required=False, empty_label=_("None"))}


def _value(member: Member) -> dict[str, forms.Field]:
    home = member.workspace.currency
    return {"amount": AmountField(label=_("Value"), home=home), "currency": CurrencyField(home=home)}


def _read_value(values: Mapping[str, Any], by: Actor) -> dict[str, Any]:
    """A value set by hand stops following the products."""
    return {"amount": values["amount"], "currency": values["currency"], "amount_from_lines": False}


def _below_floor(ids: Sequence[int], wanted: Mapping[str, Any], by: Actor) -> dict[int, str]:
    """Of the deals those that are sold, and whose prices would be below the floor in the `wanted` currency."""
    currency = wanted["currency"]
    sold = Deal.objects.filter(workspace=by.workspace, pk__in=ids, status__in=SOLD).exclude(currency=currency)
    below = unapproved(list(sold.order_by("pk").values_list("pk", flat=True)), by.workspace.pk, currency)
    return {pk: sentence(lines) for pk, lines in below.items()}


def _day(name: str, label):
    return lambda member: {name: DayField(label=label)}


def _lost_reason(member: Member) -> dict[str, forms.Field]:
    reasons = LostReason.objects.filter(workspace=member.workspace_id, archived=False)
    return {"lost_reason": forms.ModelChoiceField(reasons, label=_("Lost because of"), required=False)}


def _company(member: Member) -> dict[str, forms.Field]:
    return {"company": CompanyField(member)}


FACTS: tuple[bulk.BulkFact, ...] = (
    StageFact("stage", _("Stage"), icon="route"),
    *SHARED,
    bulk.Columns("close", CLOSE, names=("expected_close",), make=_day("expected_close", CLOSE)),
    bulk.Columns("company", _("Company"), names=("company",), make=_company),
    bulk.Columns("team", _("Team"), names=("team",), make=_team),
    bulk.Columns(
        "value",
        _("Value"),
        names=("amount", "currency", "amount_from_lines"),
        make=_value,
        read=_read_value,
        refuse=_below_floor,
    ),
    text("source", _("Source")),
    bulk.Columns("lost-reason", BECAUSE, names=("lost_reason",), make=_lost_reason, only=Q(status__in=LOST)),
    bulk.Columns(
        "wake", WAKES, names=("wake_on",), make=_day("wake_on", WAKES), only=Q(status=StageKind.PARKED)
    ),
)  # fmt: skip


def register() -> None:
    """Tell the list of deals what it offers, and the trash how it calls what belongs to deals."""
    bulk.register("deals", Deal, "deals:list")
    listings.register("board", "deals:board")
    bulk.offer("deals", *FACTS, provider=partial(own_facts, "deal"))
    trash.register("deals.deal", _("Deals"), "square-kanban")
    trash.register("deals.product", _("Products"), "package")
    trash.register("deals.evidence", _("Evidence"), "check")
    trash.register("deals.competitor", _("Competitors"), "swords")
    trash.register("deals.raisedobjection", _("Objections"), "message-square")
