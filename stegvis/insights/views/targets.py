"""Settings of targets: a year of months or quarters, for all, teams and members."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, QueryDict
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from stegvis.core.errors import Refused
from stegvis.deals.filters import offered
from stegvis.insights.models import Length
from stegvis.insights.operations.targets import copy_targets, set_targets
from stegvis.insights.queries.target_rows import read_rows
from stegvis.insights.queries.targets import find_targets
from stegvis.insights.target_sheet import Sheet
from stegvis.insights.targeting import MEASURES, VALUE, Plan, Whose, starts_of
from stegvis.ui.formats import number
from stegvis.ui.render import go, toast, warn
from stegvis.workspaces.models import Member
from stegvis.workspaces.permissions import require
from stegvis.workspaces.settings_nav import render_settings
from stegvis.workspaces.views.answers import number_in, undo_kept

FIRST, LAST = 2000, 2100


@dataclass(frozen=True)
class Place:
    """Which grid an address means; what it does not say, or says wrongly, is as it opens."""

    plan: Plan
    year: int
    after: Whose | None
    address: str

    def to(self, **changes) -> str:
        """The address of another grid."""
        facts = {"year": self.year, "by": self.plan.length, "of": self.plan.measure, "process": self.plan.process or ""}
        return f"{self.address}?{urlencode({key: value for key, value in (facts | changes).items() if value})}"


@require_http_methods(["GET", "HEAD", "POST"])
def targets(request: HttpRequest) -> HttpResponse:
    """The grid; posting sets what was typed into it."""
    require(request.member, "targets")
    place = _place(request.member, request.GET)
    rows, after = read_rows(request.member, place.after)
    typed = request.POST if request.method == "POST" else None
    sheet = _sheet(request.member, place, rows, typed)
    if typed is not None and sheet.is_valid:
        return _saved(request, place, sheet)
    return _page(request, place, sheet, after)


@require_POST
def target_copies(request: HttpRequest) -> HttpResponse:
    """Takes over the targets of the year before where there are none."""
    require(request.member, "targets")
    place = _place(request.member, request.GET)
    _set(request, partial(copy_targets, place.plan, place.year))
    return go(request, place.to())


def _saved(request: HttpRequest, place: Place, sheet: Sheet) -> HttpResponse:
    _set(request, partial(set_targets, place.plan, sheet.changes))
    return go(request, place.to(after=place.after and place.after.key))


def _set(request: HttpRequest, verb: Callable[..., int]) -> None:
    """Do it, and say how many targets were set, or why none was."""
    try:
        count = verb(by=request.member)
    except Refused as refusal:
        warn(request, str(refusal))
        return
    said = ngettext("%(count)s target was set.", "%(count)s targets were set.", count) % {"count": number(count)}
    toast(request, said if count else _("Nothing changed."), undo_kept(request))


def _place(member: Member, params: QueryDict) -> Place:
    year = number_in(params.get("year", "")) or timezone.localdate().year
    length, measure = params.get("by", ""), params.get("of", "")
    known = {option.value for option in offered("process", member)}
    process = params.get("process", "")
    plan = Plan(
        length if length in Length.values else Length.QUARTER.value,
        measure if measure in MEASURES else VALUE,
        int(process) if process in known else None,
    )
    address = reverse("insights:targets", args=[member.workspace.slug])
    return Place(plan, min(max(year, FIRST), LAST), _after(params.get("after", "")), address)


def _after(key: str) -> Whose | None:
    """The team or member behind which a page begins; the first page for what is none."""
    try:
        found = Whose.named(key)
    except ValueError:
        return None
    return found if found.pk else None


def _sheet(member: Member, place: Place, rows, typed) -> Sheet:
    starts = starts_of(place.year, place.plan.length)
    now = find_targets(member.workspace, place.plan, starts)
    return Sheet(place.plan, place.year, member.workspace.currency, rows, now, typed)


def _page(request: HttpRequest, place: Place, sheet: Sheet, after: Whose | None) -> HttpResponse:
    status = 200 if sheet.is_valid else 422
    processes = offered("process", request.member)
    context = {"grid": place, "sheet": sheet, "after": after, "processes": processes, "status": status}
    report = reverse("insights:report", args=[request.member.workspace.slug, "targets"])
    return render_settings(request, "insights/targets.html", "targets", report=report, **context)
