"""Whom one can name on a timeline."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from stegvis.timeline.access import get_record
from stegvis.timeline.queries.people import mentionable as who_sees
from stegvis.ui.render import render


@require_safe
def mentionable(request: HttpRequest, kind: str, pk: int) -> HttpResponse:
    """The members who see the record, as options of the composer's picker."""
    record = get_record(request.member, kind, pk, "write")
    return render(request, "timeline/_mentionable.html", members=who_sees(record))
