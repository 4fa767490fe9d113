"""What a form of the designer sends: fields with what they were, and acts in one value.

A field is called `<key>-<name>`; beside it `seen~<key>-<name>` holds the value that was on the screen. So a form may be
sent whole after each change, or once without scripts, and changes only what somebody changed.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from django.http import QueryDict

from stegvis.core.errors import ChangedMeanwhile, Refused
from stegvis.processes.acts import Act, Told
from stegvis.processes.acts.finding import find_any
from stegvis.processes.fields import as_sent, unlined
from stegvis.processes.models import Process
from stegvis.processes.operations.draft_editing import edit_draft
from stegvis.workspaces.models import Member

MOST_FIELDS = 400


@dataclass(frozen=True)
class FieldNote:
    """What became of a field: the value that counts now as a form holds it, and what to say where it was not kept."""

    key: str
    name: str
    seen: str
    wrong: str = ""
    theirs: str | None = None
    ours: str = ""


@dataclass(frozen=True)
class SentField:
    """A field that somebody changed."""

    key: str
    name: str
    value: str
    seen: str


def changed_fields(sent: QueryDict) -> Iterator[SentField]:
    """The fields whose values are not what was on the screen; "Keep mine" says that theirs was seen too."""
    kept = sent.get("keep", "")
    for full in [name[5:] for name in sent if name.startswith("seen~")][:MOST_FIELDS]:
        key, _dash, name = full.rpartition("-")
        value, seen = unlined(sent.get(full, "")), unlined(sent[f"seen~{full}"])
        if value != seen:
            yield SentField(key, name, value, unlined(sent.get(f"theirs~{full}", "")) if kept == full else seen)


def keep_fields(process: Process, sent: QueryDict, *, by: Member) -> list[FieldNote]:
    """Change the draft field by field; what cannot be kept is told, and all the rest is kept."""
    return [_keep(process, one, by) for one in changed_fields(sent)]


def _keep(process: Process, field: SentField, by: Member) -> FieldNote:
    act = Act("set", field.key, field.name, {"value": field.value})
    try:
        draft, _told = edit_draft(process, act, by=by, seen=field.seen)
    except ChangedMeanwhile as clash:
        theirs = clash.clashes[0].theirs if clash.clashes else ""
        return FieldNote(field.key, field.name, field.seen, str(clash), theirs, field.value)
    except Refused as refusal:
        return FieldNote(field.key, field.name, field.seen, str(refusal), ours=field.value)
    return FieldNote(field.key, field.name, _value(draft.body, field))


def _value(body: dict, field: SentField) -> str:
    return as_sent(find_any(body, field.key)[1][field.name])


def read_act(sent: QueryDict, fixes: dict[str, Act]) -> Act:
    """The act that a button sent as "verb:key:to", or the one that a remark offers; one without a verb is none."""
    # PostgreSQL keeps no NUL.
    verb, _colon, rest = sent.get("act", "").replace("\x00", "").partition(":")
    if verb == "fix":
        return fixes.get(rest) or Act("")
    if verb == "leave":
        return Act("leave", rest, rest.partition(":")[2])
    key, _colon, to = rest.partition(":")
    return Act(verb, key, to)


def do_act(process: Process, act: Act, sent: QueryDict, *, by: Member) -> Told:
    """Do `act` where what it concerns is still as the sender saw it. Raises Refused."""
    if not act.verb and sent.get("act", "").startswith("fix:"):
        return Told("", "")
    return edit_draft(process, act, by=by, seen=sent.get(f"mark~{act.key}"))[1]
