"""Processes as files: to keep and share, and to begin a draft with."""

from django.http import HttpResponse
from django.urls import reverse
from django.utils.text import slugify
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from stegvis.core.errors import Refused
from stegvis.core.uploads import takes_files
from stegvis.processes.access import get_process
from stegvis.processes.catalogue import known_language
from stegvis.processes.models import Process
from stegvis.processes.operations.drafting import body_of_version, found_draft
from stegvis.processes.process_files import LARGEST, read_file, write_file
from stegvis.ui.render import go, refuse
from stegvis.workspaces.permissions import require


@require_safe
def process_file(request, pk: int):
    """The version in force as a JSON file, its texts said to be in the reader's language."""
    process = get_process(request.member, pk)
    body = body_of_version(process, process.current)
    told = write_file(body, known_language(get_language() or "en"))
    name = slugify(process.name) or "process"
    headers = {"Content-Disposition": f'attachment; filename="{name}.json"'}
    return HttpResponse(told, content_type="application/json", headers=headers)


@require_POST
@takes_files(lambda request: require(request.member, "processes", Process(workspace=request.member.workspace)))
def process_files(request):
    """A new process, as a draft, from a file."""
    sent = request.FILES.get("file")
    if request.quota.exceeded:
        return refuse(request, _("This file is too large for a process."), 422)
    if sent is None:
        return refuse(request, _("Choose a file first."), 422)
    try:
        body = read_file(sent.read(LARGEST + 1), known_language(get_language() or "en"))
    except Refused as refusal:
        return refuse(request, str(refusal), 422)
    draft = found_draft(request.member.workspace, body, by=request.member)
    return go(request, reverse("processes:draft", args=[request.member.workspace.slug, draft.process_id]))
