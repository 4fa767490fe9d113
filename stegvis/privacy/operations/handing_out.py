"""Everything about a person in one file: JSON for machines, a page for people, and the files themselves."""

import json
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import IO, Any
from zipfile import ZIP_DEFLATED, ZipFile

from django.conf import settings
from django.db import models
from django.template.loader import render_to_string

from stegvis.deals.models import Deal
from stegvis.people.models import Company, Person
from stegvis.people.moving import relations
from stegvis.people.operations.journal import as_json
from stegvis.people.queries.duplicates import merged_ids
from stegvis.privacy.queries import belongings
from stegvis.workspaces.operations.auditing import audit
from stegvis.workspaces.permissions import Actor, member_of, require

IN_MEMORY = 5 * 1024 * 1024
# What says nothing about the person: numbers of ours, and what our members follow or opened.
INTERNAL = {"workspaces.following", "workspaces.notice", "workspaces.recentrecord", "people.person_named"}
HIDDEN_DEAL = "(private)"
HIDDEN = {"workspace_id", "deletion_id", "owner_id", "by_id", "name_key", "key", "token", "place", "digest", "preview"}


def hand_out_person(person: Person, *, by: Actor) -> IO[bytes]:
    """A ZIP of all there is about `person`, opened for reading. Raises PermissionDenied."""
    for verb in ("export", "edit"):
        require(by, verb, person)
    audit("person_exported", by=by, detail={"person": person.pk})
    told = everything_about(person, by=by)
    file = tempfile.SpooledTemporaryFile(IN_MEMORY)  # noqa: SIM115 - the response closes it
    with ZipFile(file, "w", ZIP_DEFLATED) as bundle:
        bundle.writestr("person.json", json.dumps(told, ensure_ascii=False, indent=1, default=str))
        bundle.writestr(
            "person.html",
            render_to_string(
                "privacy/handed_out.html", {"record": person, "told": told, "language": by.workspace.language}
            ),
        )
        for name, path in _files(person):
            bundle.write(path, f"files/{name}")
    file.seek(0)
    return file  # type: ignore[return-value]


def everything_about(person: Person, *, by: Actor) -> dict[str, list[dict[str, Any]]]:
    """The rows of every table that are about `person` (and the records it was merged of), by table.

    That the person takes part in a deal is told of each; what it is called only where `by` may see it, as whoever
    answers a person's question is not to learn more by it than they may.
    """
    ids, workspace = merged_ids(person), person.workspace_id
    told = {"person": _rows(Person.with_deleted.filter(workspace=workspace, pk__in=ids))}
    for relation in relations("person"):
        if relation.model not in INTERNAL:
            rows = [row for pk in ids for row in relation.rows(workspace, pk)]
            told.setdefault(relation.model, []).extend(_shown(row) for row in rows)
    told["deals"] = _deals(workspace, ids, by)
    told["timeline"] = _rows(belongings.entries_of(workspace, ids))
    told["consents"] = _rows(belongings.consents_of(workspace, ids))
    told["changes"] = _rows(belongings.changes_of(workspace, ids))
    told["imports"] = list(belongings.imports_of(workspace, ids).values("name", "created_at"))
    return {name: rows for name, rows in told.items() if rows}


def _deals(workspace: int, ids: Sequence[int], by: Actor) -> list[dict[str, Any]]:
    """The deals with their names; of those that `by` may not see only that they are there."""
    member = member_of(by)
    deals = belongings.deals_of(workspace, ids).order_by("pk")
    if member is None:
        return [{"title": deal.title, "company": str(deal.company or "")} for deal in deals.select_related("company")]
    seen = {one.pk for one in Deal.objects.visible_to(member).filter(pk__in=deals.values("pk"))}
    wanted = {deal.company_id for deal in deals if deal.pk in seen}
    names = dict(Company.objects.visible_to(member).filter(pk__in=wanted).values_list("pk", "name"))
    return [
        {"title": deal.title, "company": names.get(deal.company_id, "")} if deal.pk in seen else {"title": HIDDEN_DEAL}
        for deal in deals
    ]


def _rows(rows: models.QuerySet) -> list[dict[str, Any]]:
    return [_shown(row) for row in rows]


def _shown(row: models.Model) -> dict[str, Any]:
    return {name: value for name, value in as_json(row).items() if name not in HIDDEN and value not in (None, "")}


def _files(person: Person):
    """The files on the person's timeline that are still there, each under a name of its own."""
    ids = merged_ids(person)
    entries = list(belongings.entries_of(person.workspace_id, ids).values_list("pk", flat=True))
    for file in belongings.files_of(person.workspace_id, entries):
        path = Path(settings.HOME) / "files" / file.place
        if path.is_file():
            yield f"{file.pk}-{Path(file.name).name}", path
