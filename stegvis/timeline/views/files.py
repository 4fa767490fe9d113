"""The door to files: for members who see the record on which they lie. Only what is harmless is shown."""

from django.http import FileResponse, Http404, HttpRequest
from django.views.decorators.http import require_safe

from stegvis.timeline.access import get_file
from stegvis.timeline.filing import PDF, TEXT, path_of

NOTHING = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'"
# Browsers show no PDF within a sandbox; their viewers run it in one of their own.
POLICIES = {TEXT: f"{NOTHING}; sandbox", PDF: NOTHING}


@require_safe
def file(request: HttpRequest, token: str) -> FileResponse:
    """A file as it was sent: PDF and plain text are shown, everything else is saved. `?save=1` saves those too."""
    found = get_file(request.member, token)
    shown = found.type in POLICIES and "save" not in request.GET
    kind = f"{found.type}; charset=utf-8" if found.type == TEXT else found.type
    return serve(found.place, kind, found.name, POLICIES.get(found.type, f"{NOTHING}; sandbox"), shown)


@require_safe
def preview(request: HttpRequest, token: str) -> FileResponse:
    """The picture of a picture."""
    found = get_file(request.member, token)
    if not found.preview:
        raise Http404
    return serve(found.preview, "image/webp", f"{found.name}.webp", f"{NOTHING}; sandbox", True)


def serve(place: str, kind: str, name: str, policy: str, shown: bool) -> FileResponse:
    """The file at `place`, in a way that lets it do nothing but be looked at."""
    try:
        content = path_of(place).open("rb")
    except OSError as error:
        raise Http404 from error
    answer = FileResponse(content, as_attachment=not shown, filename=name, content_type=kind)
    answer.headers["Content-Security-Policy"] = policy
    answer.headers["X-Content-Type-Options"] = "nosniff"
    answer.headers["Cache-Control"] = "private, max-age=3600"
    return answer
