"""Versions: giving them names, and taking an old one, or a whole process, as the beginning of a draft."""

from django.db import transaction
from django.utils.translation import gettext as _

from stegvis.core.errors import Refused
from stegvis.processes.acts.told import Told
from stegvis.processes.bodies import LINES, Body, new_key
from stegvis.processes.models import Process, ProcessDraft, ProcessVersion
from stegvis.processes.operations.draft_editing import replace_body
from stegvis.processes.operations.drafting import body_of_version, found_draft, start_draft
from stegvis.workspaces.permissions import Actor, require


@transaction.atomic
def restore_version(version: ProcessVersion, *, by: Actor) -> ProcessDraft:
    """Make the draft what `version` was: a step that can be undone. Stages get their old lineages back."""
    draft = start_draft(version.process, by=by)
    body = body_of_version(version.process, version)
    body["homes"] = {}
    return replace_body(draft, body, Told("restore", str(version.number)), by=by)


@transaction.atomic
def name_version(version: ProcessVersion, name: str, *, by: Actor) -> ProcessVersion:
    """Call `version` `name`; Refused where that is too long."""
    require(by, "processes", version.process)
    name = " ".join(name.replace("\x00", "").split())
    if len(name) > 100:
        raise Refused(_("A version's name has at most 100 characters."))
    version.name = name
    version.save(update_fields=["name"])
    return version


@transaction.atomic
def copy_process(process: Process, *, by: Actor) -> ProcessDraft:
    """A draft of a new process that is as `process` is now; it shares no past with it."""
    require(by, "processes", process)
    body = body_of_version(process, process.current)
    return found_draft(process.workspace, without_past(body), by=by)


def without_past(body: Body) -> Body:
    """The same body with new keys and no lineages."""
    keys = {row["key"]: new_key() for row in body["stages"]}
    for row in body["stages"]:
        row |= {"key": keys[row["key"]], "lineage": "", "split_from": keys.get(row["split_from"], "")}
        for part in LINES:
            for line in row[part]:
                line |= {"key": new_key(), "lineage": ""}
                if "to" in line:
                    line["to"] = keys.get(line["to"], "")
    return body | {"homes": {}}
