"""What a whole workspace consists of: every table that belongs to one, unless it is excused here with a reason.

A new model is carried without anybody thinking of it. What has to be thought of are columns that name other rows
without a foreign key: tests/test_whole_tables.py fails until such a column is in `REFERENCES`, `JSON` or `PLAIN`.
"""

from collections.abc import Iterator
from functools import cache

from django.apps import apps
from django.db import models

from stegvis.core.scoping import WorkspaceOwned

EXCUSED = {
    "buyers.PlanLink": "its address is a secret of the old installation",
    "core.SearchRow": "made anew by the index",
    "core.SearchMark": "made by triggers when the rows come in",
    "deals.DealTally": "kept by triggers",
    "deals.TakenAlong": "takes back a publication of a moment ago, in the old installation",
    "people.FitMark": "made by triggers when the rows come in",
    "people.DuplicateScan": "the search for duplicates begins anew; what people decided about pairs is carried",
    "insights.ChangedStay": "made by triggers while columns are kept",
    "insights.ColumnsKept": "decided anew by how many stays there are",
    "insights.StayColumns": "made anew from the stays",
    "insights.KeptResult": "made anew when somebody asks",
    "workspaces.Invitation": "its link is a secret of the old installation",
    "workspaces.MailSettings": "its password is sealed with a key of the old installation",
    "workspaces.Handover": "work that is done; what it changed stands in the history of the records",
    "workspaces.HandoverPart": "belongs to a handover",
    "workspaces.Undo": "takes back what was done a moment ago, in the old installation",
    "processes.DraftStep": "takes back what was done to a draft, in the old installation",
    "timeline.CalendarFeed": "its link is a secret of the old installation",
    "timeline.Digest": "which mails the old installation has sent",
    "transfer.Import": "how rows came in; what came in is carried",
    "transfer.ImportedRecord": "belongs to an import",
    "transfer.RejectedRow": "belongs to an import",
    "transfer.WorkspaceExport": "this very file",
}
# Columns that do not travel: the importing side fills them in.
LEFT_OUT = {
    "buyers.PlanWord": {"link"},
    "workspaces.Member": {"user"},
    "timeline.StoredFile": {"token", "place"},
    "discovery.Participant": {"digest"},
}
# Only these rows of a table.
ONLY = {
    "timeline.StoredFile": {"entry__isnull": False},
    "people.Erasure": {"finished_at__isnull": False},
}
# Relations without a constraint, as another row that is written with this one has it. In a file the two may differ.
REPEATED = {
    "deals.Deal": ("process",),
    "deals.StageMove": ("from_stage",),
    "deals.StageVisit": ("deal", "stage", "next_stage", "seller"),
}
# Columns that hold a row's number without a foreign key: the table, or the column that names it.
REFERENCES: dict[str, dict[str, str]] = {
    "workspaces.FieldValue": {"record_id": "field"},
    "workspaces.Following": {"record_id": "@kind"},
    "workspaces.Notice": {"record_id": "@kind"},
    "workspaces.RecentRecord": {"record_id": "@kind"},
    "workspaces.FieldChange": {"record_id": "@kind"},
    "people.Consent": {"person_id": "people.Person"},
    "people.Erasure": {"person_id": "people.Person"},
    "people.MatchKey": {"record_id": "@kind"},
    "people.DuplicatePair": {"first_id": "@kind", "second_id": "@kind"},
    "people.Merge": {"keep_id": "@kind", "other_id": "@kind"},
    "people.MergedRecord": {"record_id": "@kind", "into_id": "@kind"},
}
# Columns of JSON in which rows are named; shifting.py knows how.
JSON = {
    "workspaces.Deletion": {"records"},
    "people.Company": {"fields", "absorbed"},
    "people.Person": {"fields", "absorbed"},
    "people.Merge": {"journal"},
    "timeline.TimelineEntry": {"facts"},
    "deals.Deal": {"fields"},
    "deals.StageMove": {"skipped"},
}
# Columns of JSON and large numbers that name no rows.
PLAIN = {
    "workspaces.CustomField": {"choices", "seen_by", "edited_by"},
    "workspaces.Member": {"channels"},
    "workspaces.Notice": {"facts"},
    "workspaces.ListChoice": {"columns"},
    "people.Erasure": {"words", "place", "removed"},
    "people.ProfileCriterion": {"values"},
    "deals.DiscountApproval": {"lines"},
    "processes.BuyerPhase": {"commitments", "decisions"},
    "processes.ProcessDraft": {"body"},
    "deals.Deal": {"rank"},
    "deals.StageMove": {"missing"},
    "timeline.StoredFile": {"size"},
    "transfer.SavedMapping": {"asked"},
    "discovery.ProposalVerdict": {"changes"},
    "discovery.HistoryReading": {"result"},
    "discovery.Advice": {"answers"},
    "discovery.OwnVariant": {"signs"},
}


@cache
def carried() -> tuple[type[models.Model], ...]:
    """The models whose rows travel, with the tables between them; the definitions of own fields first."""
    owned = [model for model in apps.get_models() if issubclass(model, WorkspaceOwned)]
    owned = [model for model in owned if model._meta.label not in EXCUSED]
    between = [field.remote_field.through for model in owned for field in model._meta.local_many_to_many]
    found = dict.fromkeys([*owned, *between])
    return tuple(sorted(found, key=lambda model: (model._meta.label != "workspaces.CustomField", model._meta.label)))


@cache
def by_label() -> dict[str, type[models.Model]]:
    """The carried models by the names that are used for them: in files, in JSON, and in columns `kind`."""
    named = {model._meta.label: model for model in carried()}
    named |= {model._meta.label_lower: model for model in carried()}
    return {str(model._meta.model_name): model for model in carried()} | named


def is_process(model: type[models.Model]) -> bool:
    """Whether its rows are told in the JSON of processes, not in a table."""
    return model._meta.app_label == "processes"


@cache
def columns(model: type[models.Model]) -> tuple[models.Field, ...]:
    """The columns of `model` that travel: all but the workspace, what the database makes, and what is left out."""
    away = {"workspace"} | LEFT_OUT.get(model._meta.label, set())
    return tuple(one for one in model._meta.concrete_fields if not one.generated and one.name not in away)


def rows_of(model: type[models.Model], workspace_id: int) -> models.QuerySet:
    """The rows of a workspace, deleted ones too, oldest first."""
    label = model._meta.label
    rows = model._base_manager.filter(**{f"{owner_path(model)}": workspace_id}, **ONLY.get(label, {}))
    return rows.order_by("pk")


def owner_path(model: type[models.Model]) -> str:
    """How a query gets from a row to its workspace."""
    if issubclass(model, WorkspaceOwned):
        return "workspace"
    return f"{next(_owned_sides(model))}__workspace"


def _owned_sides(model: type[models.Model]) -> Iterator[str]:
    for field in model._meta.concrete_fields:
        related = field.related_model
        if isinstance(related, type) and issubclass(related, WorkspaceOwned):
            yield field.name
