"""Deciding about proposals, and making the draft of them."""

from django.db import transaction
from django.utils.translation import gettext as _

from stegvis.core.errors import Refused
from stegvis.discovery.models import Interview, ProposalVerdict
from stegvis.discovery.queries.results import Result
from stegvis.discovery.verdicts import drafts_of
from stegvis.processes.models import ProcessDraft
from stegvis.processes.operations.drafting import propose_draft
from stegvis.workspaces.permissions import Actor, require, workspace_of

MOST_DEFINITION = 2_000


@transaction.atomic
def decide_proposal(interview: Interview, key: str, verdict: str, *, by: Actor) -> ProposalVerdict:
    """Accept or drop a stage, task or criterion; an empty verdict leaves it open again. PermissionDenied, Refused."""
    require(by, "processes", interview)
    if verdict not in ("", *ProposalVerdict.Verdict.values):
        raise Refused(_("A proposal is accepted or dropped."))
    return _keep(interview, key, verdict=verdict)


@transaction.atomic
def change_proposal(interview: Interview, key: str, name: str, definition: str, *, by: Actor) -> ProposalVerdict:
    """Other words for a proposed stage, which accepts it. Raises PermissionDenied, Refused."""
    require(by, "processes", interview)
    name, definition = (" ".join(one.replace("\x00", "").split()) for one in (name, definition))
    if not 0 < len(name) <= 200:
        raise Refused(_("Every stage needs a name of at most 200 characters."))
    if len(definition) > MOST_DEFINITION:
        raise Refused(_("A definition has at most %(number)s letters.") % {"number": MOST_DEFINITION})
    changes = {"name": name, "definition": definition}
    return _keep(interview, key, verdict=ProposalVerdict.Verdict.ACCEPTED, changes=changes)


@transaction.atomic
def accept_rest(interview: Interview, keys: list[str], *, by: Actor) -> None:
    """Accept what is still undecided."""
    require(by, "processes", interview)
    for key in keys:
        _keep(interview, key, verdict=ProposalVerdict.Verdict.ACCEPTED)


@transaction.atomic
def draft_from_interview(result: Result, *, by: Actor) -> ProcessDraft:
    """The draft of a new process with all that was not dropped. Raises PermissionDenied, Refused."""
    interview = result.interview
    require(by, "processes", interview)
    stages, phases = drafts_of(result.decisions, result.findings)
    if not any(one.kind == "open" for one in stages):
        raise Refused(_("Keep at least one stage that is open."))
    return propose_draft(workspace_of(by), interview.name, stages, by=by, phases=phases)


def _keep(interview: Interview, key: str, **facts) -> ProposalVerdict:
    found = ProposalVerdict.objects.filter(workspace=interview.workspace_id)
    kept, _made = found.update_or_create(
        interview=interview, key=key, defaults=facts | {"workspace_id": interview.workspace_id}
    )
    return kept
