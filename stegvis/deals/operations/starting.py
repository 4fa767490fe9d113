"""Starting to work with a process: what the first run, screens and commands call."""

from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext as _

from stegvis.core.errors import Refused
from stegvis.deals.operations.lost_reasons import ensure_lost_reasons
from stegvis.processes.models import Process
from stegvis.processes.operations.adopting import adopt_template
from stegvis.workspaces.models import Workspace
from stegvis.workspaces.permissions import Actor


@transaction.atomic
def start_process(workspace: Workspace, template: str, *, by: Actor, language: str, name: str | None = None) -> Process:
    """A process from the ready-made `template` in `language`, and lost reasons where the workspace has none.

    Lives here and not in processes, which know nothing of deals. Raises as `adopt_template` does.
    """
    process = adopt_template(workspace, template, by=by, language=language, name=name)
    ensure_lost_reasons(workspace, language)
    return process


@transaction.atomic
def start_processes(workspace: Workspace, templates: Sequence[str], *, by: Actor, language: str) -> list[Process]:
    """A process from each of the ready-made `templates`: all, or none. Refused where none is named."""
    chosen = list(dict.fromkeys(templates))
    if not chosen:
        raise Refused(_("Choose at least one process."))
    return [start_process(workspace, key, by=by, language=language) for key in chosen]
