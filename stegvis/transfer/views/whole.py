"""Everything of a workspace as one file: asked for here, written by the worker, fetched here."""

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from stegvis.transfer.access import get_whole
from stegvis.transfer.operations.taking_out import ask_for_whole, require_all
from stegvis.transfer.queries.wholes import newest_whole
from stegvis.transfer.views.answers import address
from stegvis.transfer.whole.keeping import path_of
from stegvis.ui.render import go, render, toast


@require_http_methods(["GET", "HEAD", "POST"])
def wholes(request: HttpRequest) -> HttpResponse:
    """POST: ask for everything. GET: how far it has come, as part of the page."""
    if request.method == "POST":
        ask_for_whole(by=request.member)
        toast(request, _("Everything is being written to one file. You may leave this page."))
        return go(request, address(request, "data") + "#whole")
    require_all(request.member)
    return render(request, "transfer/_whole.html", whole=newest_whole(request.member))


@require_safe
def whole(request: HttpRequest, pk: int) -> FileResponse:
    """The file, for who asked for it."""
    export = get_whole(request.member, pk)
    try:
        content = path_of(export).open("rb")
    except OSError as error:
        raise Http404 from error
    name = f"{request.member.workspace.slug}-{export.asked_at:%Y-%m-%d}.zip"
    answer = FileResponse(content, as_attachment=True, filename=name, content_type="application/zip")
    answer.headers["Cache-Control"] = "private, no-store"
    return answer
