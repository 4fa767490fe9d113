"""Publishing a draft, and deleting a process."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from stegvis.core.errors import Refused
from stegvis.deals.forms.publishing import PublishForm, read_choice
from stegvis.deals.operations.draft_publishing import publish_draft
from stegvis.deals.operations.remapping import delete_process
from stegvis.deals.queries.publication import PublicationPage, read_publication
from stegvis.processes.access import get_process
from stegvis.processes.operations.publishing import Publication
from stegvis.ui.render import go, refuse, render, toast
from stegvis.workspaces.views.answers import undo_address, undo_kept


@require_http_methods(["GET", "HEAD", "POST"])
def process_publication(request, pk: int):
    """What publishing would do; posting does it."""
    process = get_process(request.member, pk, "processes")
    page = read_publication(request.member, process)
    if page is None:
        return go(request, reverse("processes:draft", args=[request.member.workspace.slug, process.pk]))
    if request.method == "POST":
        return _publish(request, page)
    return _show(request, page, PublishForm(initial={"revision": page.draft.revision}))


@require_POST
def process_deletion(request, pk: int):
    """Delete a process without deals; one with deals says that it can be archived."""
    process = get_process(request.member, pk, "processes")
    try:
        deletion = delete_process(process, by=request.member)
    except Refused as refusal:
        return refuse(request, str(refusal))
    toast(request, _("“%(process)s” is deleted.") % {"process": process.name}, undo_address(request, deletion))
    return go(request, reverse("processes:processes", args=[request.member.workspace.slug]))


def _publish(request, page: PublicationPage):
    form = PublishForm(request.POST)
    if not form.is_valid():
        return _show(request, page, form, status=422)
    try:
        choice = read_choice(page, request.POST)
        publication = publish_draft(page.process, by=request.member, choice=choice, **form.cleaned_data)
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return _show(request, page, form, status=422)
    toast(request, _said(publication), undo_kept(request))
    return go(request, reverse("processes:process", args=[request.member.workspace.slug, page.process.pk]))


def _said(publication: Publication) -> str:
    if not publication.is_new:
        return _("Saved in version %(number)s.") % {"number": publication.version.number}
    sentence = ngettext(
        "Version %(number)s is published. %(deals)s deal went along.",
        "Version %(number)s is published. %(deals)s deals went along.",
        publication.settled,
    )
    return sentence % {"number": publication.version.number, "deals": publication.settled}


def _show(request, page: PublicationPage, form: PublishForm, status: int = 200):
    context = {"page": page, "process": page.process, "form": form, "sent": request.POST}
    return render(request, "deals/process_publication.html", status=status, **context)
