"""Taking a whole workspace in, out of the file that one was written to."""

import csv
import hashlib
import json
import lzma
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from zipfile import BadZipFile, ZipFile

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.db import DataError, IntegrityError, models, transaction
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from stegvis.core.bulk import insert_rows
from stegvis.core.errors import Refused
from stegvis.core.jobs import enqueue_on_commit
from stegvis.core.search.keeping import index_marked
from stegvis.core.statements import adapted
from stegvis.timeline import filing
from stegvis.timeline.models import StoredFile
from stegvis.timeline.models.file import new_token
from stegvis.transfer.whole.checking import checked_manifest, damaged, last_numbers, read_json
from stegvis.transfer.whole.layout import FACTS, LOGO, LONGEST_LINE, PROCESSES, WORKSPACE, file_name
from stegvis.transfer.whole.numbering import keep_numbers_free
from stegvis.transfer.whole.reading import BROKEN, Row, rows_in
from stegvis.transfer.whole.shifting import Shift
from stegvis.transfer.whole.tables import REPEATED, by_label, carried, columns
from stegvis.workspaces.logos import as_logo
from stegvis.workspaces.models import Member, Role, Workspace
from stegvis.workspaces.operations.auditing import audit
from stegvis.workspaces.operations.users import NewUser, create_user, find_user


class Watcher:
    """Told how far it has come. Whoever wants to know overrides it."""

    def came(self, done: int, all_: int) -> None:
        """So many tables of all are in."""

    def writes(self, place: str) -> None:
        """A file is about to be written there."""


@dataclass
class Coming:
    """A workspace on its way in."""

    archive: ZipFile
    workspace: Workspace
    shift: Shift
    processes: dict[str, Any]
    watcher: Watcher
    written: list[str] = field(default_factory=list)


def look_into(path: Path) -> str:
    """What the workspace in the file at `path` was called; Refused for what is not such a file, at a glance."""
    with _opened(path) as archive:
        checked_manifest(archive)
        told = read_json(archive, WORKSPACE)
        return str(told.get("name", ""))[:200] if isinstance(told, dict) else ""


@contextmanager
def _opened(path: Path) -> Iterator[ZipFile]:
    try:
        with ZipFile(path) as archive:
            yield archive
    except (OSError, BadZipFile, NotImplementedError, EOFError, zlib.error, lzma.LZMAError) as error:
        raise Refused(_("The file cannot be read: %(reason)s.") % {"reason": error}) from error


def take_in_workspace(path: Path, *, slug: str, owner: NewUser, watcher: Watcher | None = None) -> Member:
    """The workspace in the file at `path`, whole, at the address `slug`; returns its owner.

    `owner` is the member of the file with that e-mail address, else a new one; who has no account gets one. All
    other members are there without an account, until somebody invites them. Raises Refused, with nothing changed,
    for a file that is not whole or an address that is taken.
    """
    usual = csv.field_size_limit(LONGEST_LINE)
    try:
        with _opened(path) as archive:
            return _take_in(archive, slug, owner, watcher or Watcher())
    finally:
        csv.field_size_limit(usual)  # the limit is the whole process's, and other files are to keep to it


def _take_in(archive: ZipFile, slug: str, owner: NewUser, watcher: Watcher) -> Member:
    manifest, told = checked_manifest(archive), read_json(archive, WORKSPACE)
    processes = read_json(archive, PROCESSES)
    if Workspace.objects.filter(slug=slug).exists():
        raise Refused(_("There is a workspace at the address “%(slug)s” already.") % {"slug": slug})
    shift = Shift(keep_numbers_free(last_numbers(manifest)))
    coming = Coming(archive, Workspace(slug=slug), shift, processes, watcher)
    try:
        with transaction.atomic():
            _found(coming.workspace, told)
            shift.by["workspaces.Workspace"] = coming.workspace.pk - int(manifest.get("workspace_id") or 0)
            for place, model in enumerate(carried()):
                watcher.came(place, len(carried()))
                _insert(coming, model)
            _refuse_lost(coming.workspace)
            _set_logo(coming)
            member = _settle_owner(coming.workspace, owner)
            audit("workspace_taken_in", by=member, detail={"from": str(manifest.get("workspace"))[:60]})
            enqueue_on_commit(index_marked, workspace_id=coming.workspace.pk)
    except BaseException as error:
        filing.remove(coming.written)
        if isinstance(error, (DataError, IntegrityError)):
            raise Refused(_("The rows of the file do not fit together.")) from error
        raise
    return member


def _found(workspace: Workspace, told: Any) -> None:
    try:
        for name in FACTS:
            setattr(workspace, name, told[name])
        workspace.created_at = parse_datetime(told["created_at"]) or workspace.created_at
        if not isinstance(workspace.grants, dict):
            raise ValueError("grants")
        workspace.full_clean(exclude=["logo", "grants", "faces", "slug"])
    except (*BROKEN, ValidationError) as error:
        raise damaged(WORKSPACE) from error
    try:
        workspace.clean_fields(exclude=[one.name for one in Workspace._meta.fields if one.name != "slug"])
    except ValidationError as error:
        raise Refused(" ".join(error.messages)) from error
    workspace.save()


def _insert(coming: Coming, model: type[models.Model]) -> None:
    own = [one for one in model._meta.concrete_fields if one.name == "workspace"]
    fields = [*columns(model)]
    added = {one.name: one for one in model._meta.concrete_fields if one not in (*fields, *own) and not one.generated}
    names = [*fields, *added.values()]
    quoted = [f'"{one.column}"' for one in (*names, *own)]
    last = [coming.workspace.pk] * len(own)
    rows = ([*(_stored(one, row.get(one.attname)) for one in names), *last] for row in _rows(coming, model))
    insert_rows(model, quoted, rows)


def _refuse_lost(workspace: Workspace) -> None:
    """What the database does not check: that the rows which others name are there."""
    for label, names in REPEATED.items():
        rows = by_label()[label]._base_manager.filter(workspace=workspace)
        for name in names:
            target: Any = rows.model._meta.get_field(name).related_model
            there = target._base_manager.filter(workspace=workspace)
            if rows.filter(**{f"{name}__isnull": False}).exclude(**{f"{name}__in": there}).exists():
                raise IntegrityError(f"{label}.{name}")


def _rows(coming: Coming, model: type[models.Model]) -> Iterator[Row]:
    """The rows as this installation keeps them."""
    for row in rows_in(coming.archive, model, coming.processes):
        try:
            moved = coming.shift.row(model, row)
        except BROKEN as error:
            raise damaged(model._meta.label_lower) from error
        if model is Member:
            moved |= {"active": False, "user_id": None}
        elif model is StoredFile:
            moved |= _keep_file(coming, row)
        yield moved


def _stored(of: models.Field, value: Any) -> Any:
    """A value as the table takes it."""
    if isinstance(of, models.JSONField):
        return None if value is None and of.null else json.dumps(value)
    return adapted(value)


def _keep_file(coming: Coming, row: Row) -> Row:
    """Put a file on the disk under a new name, with its preview; what it is, is looked at anew."""
    token, name = new_token(), file_name(row)
    place = f"{filing.FOLDER}/{token[:2]}/{token}"
    kept: Row = {"token": token, "place": place, "preview": ""}
    if name not in coming.archive.namelist():
        return kept
    if _write_file(coming, name, place) != row["digest"]:
        raise damaged(name)
    kept["type"] = filing.type_of(filing.path_of(place))
    if row["preview"] and f"{name}.webp" in coming.archive.namelist():
        kept["preview"] = f"{place}.webp"
        _write_file(coming, f"{name}.webp", kept["preview"])
    return kept


def _write_file(coming: Coming, name: str, place: str) -> str:
    """The digest of what was written."""
    path, digest = filing.path_of(place), hashlib.sha256()
    path.parent.mkdir(parents=True, exist_ok=True)
    coming.watcher.writes(place)
    coming.written.append(place)
    with coming.archive.open(name) as packed, path.open("xb") as file:
        while part := packed.read(1024 * 1024):
            digest.update(part)
            file.write(part)
    return digest.hexdigest()


def _set_logo(coming: Coming) -> None:
    if LOGO in coming.archive.namelist():
        workspace = coming.workspace
        workspace.logo.save(f"{new_token()}.png", ContentFile(as_logo(coming.archive.read(LOGO))), save=False)
        workspace.save(update_fields=["logo"])


def _settle_owner(workspace: Workspace, owner: NewUser) -> Member:
    user = find_user(owner.email) or create_user(owner)
    known = Member.objects.filter(workspace=workspace, email__iexact=user.email).order_by("id")
    member = known.filter(role=Role.OWNER).first() or known.first()
    member = member or Member(workspace=workspace, name=str(user), email=user.email)
    member.workspace, member.user, member.active, member.role = workspace, user, True, Role.OWNER
    member.save()
    return member
