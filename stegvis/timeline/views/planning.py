"""What the composer asks for when it is looked at: who can do a task, and who does not want to be contacted."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from stegvis.timeline.access import get_record
from stegvis.timeline.queries.people import mentionable
from stegvis.timeline.queries.wishes import wishes_on
from stegvis.ui.render import render


@require_safe
def assignees(request: HttpRequest, kind: str, pk: int) -> HttpResponse:
    """The members who can do something about the record, as options of the composer's select."""
    record = get_record(request.member, kind, pk, "write")
    return render(request, "timeline/_assignees.html", members=mentionable(record))


@require_safe
def wishes(request: HttpRequest, kind: str, pk: int) -> HttpResponse:
    """The people of the record who do not want to be called or mailed, with since when and how we know."""
    record = get_record(request.member, kind, pk, "write")
    return render(request, "timeline/_wishes.html", wishes=wishes_on(request.member, record))
