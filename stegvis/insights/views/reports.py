"""Reports: the overview, one report, the deals behind a figure, a table as a file."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from stegvis.core.errors import Refused
from stegvis.core.lists.addresses import varied
from stegvis.core.table_files import TYPES
from stegvis.insights.access import get_kind
from stegvis.insights.drawing import drawn_of, read_detail
from stegvis.insights.kinds import all_kinds
from stegvis.insights.operations.exporting import export_picture, export_table
from stegvis.insights.operations.keeping import open_report
from stegvis.insights.queries.dashboard import cards_of
from stegvis.insights.queries.reading import Reading, read_deals, read_for_export
from stegvis.insights.reports.sellers import SELLERS
from stegvis.insights.reports.summary import SUMMARY
from stegvis.insights.showing import told, told_short
from stegvis.ui.render import refuse, render, wants_fragment
from stegvis.workspaces.models import Member
from stegvis.workspaces.permissions import may, require


@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    """How it goes, the member's dashboard, and all reports by the questions that they answer."""
    kind = get_kind(request.member, SUMMARY.name)
    reading = open_report(request.member, kind, request.GET)
    kinds = [one for one in all_kinds() if one is not SUMMARY and may(request.member, one.verb)]
    context = shown(request.member, reading)
    context["own_figures"] = own_figures(request.member)
    return render(request, "insights/overview.html", kinds=kinds, cards=cards_of(request.member), **context)


def own_figures(member: Member) -> str:
    """Where the member's own figures by stage are; nowhere for who only looks."""
    if not may(member, "coach"):
        return ""
    return reverse("insights:report", args=[member.workspace.slug, SELLERS.name]) + f"?seller={member.pk}"


@require_safe
def report(request: HttpRequest, name: str) -> HttpResponse:
    """One report through the filters of the address. A page that shows an older one asks until there is a newer."""
    reading = open_report(request.member, get_kind(request.member, name), request.GET)
    if reading.is_awaited and wants_fragment(request) and "detail" not in request.GET:
        return HttpResponse(status=204)
    return render(request, "insights/report.html", fragment="insights/_report.html", **shown(request.member, reading))


def shown(member: Member, reading: Reading) -> dict[str, Any]:
    """What the templates of a report ask for."""
    address = reverse("insights:report", args=[member.workspace.slug, reading.kind.name])
    page, report = reading.asked.page, reading.report
    query = varied(page.params, {"part": None, "view": None})
    behind = f"{address}deals/{query}&part="
    return {
        "reading": reading,
        "report": report,
        "page": page,
        "address": address,
        "query": query,
        "behind": behind,
        "drawn": [drawn_of(chart, report.currency, behind, page.params) for chart in report.charts],
        "told": told,
        "told_short": told_short,
        "may_export": may(member, "export"),
        "may_design": may(member, "processes"),
    }


@require_safe
def deals(request: HttpRequest, name: str) -> HttpResponse:
    """The deals behind the figure that `?part=` names."""
    kind = get_kind(request.member, name)
    page = read_deals(request.member, kind, request.GET)
    slug = request.member.workspace.slug
    board = reverse("deals:board", args=[slug])
    for row in page.rows:
        row.href = f"{board}{row.id}/"
    back = reverse("insights:report", args=[slug, name]) + varied(request.GET, {"part": None, "sort": None})
    return render(request, "insights/deals.html", kind=kind, page=page, back=back)


@require_safe
def file(request: HttpRequest, name: str, key: str, shape: str) -> StreamingHttpResponse:
    """One table of a report as a file."""
    require(request.member, "export")
    reading = read_for_export(request.member, get_kind(request.member, name), request.GET)
    table = reading.report.table(key)
    if table is None or shape not in TYPES:
        raise Http404
    filters = request.GET.urlencode()[:500]
    blocks = export_table(name, table, shape, by=request.member, filters=filters)
    answer = StreamingHttpResponse(blocks, content_type=TYPES[shape])
    answer.headers["Content-Disposition"] = _named(request, name, key, shape)
    return answer


@require_safe
def picture(request: HttpRequest, name: str, key: str) -> HttpResponse:
    """A graph that the server draws, as a picture."""
    require(request.member, "export")
    reading = read_for_export(request.member, get_kind(request.member, name), request.GET)
    chart = reading.report.graph(key)
    if chart is None:
        raise Http404
    detail, filters = read_detail(request.GET.get("detail", "")), request.GET.urlencode()[:500]
    try:
        content = export_picture(name, chart, detail, by=request.member, filters=filters)
    except Refused as refusal:
        return refuse(request, str(refusal))
    answer = HttpResponse(content, content_type="image/png")
    answer.headers["Content-Disposition"] = _named(request, name, key, "png")
    return answer


def _named(request: HttpRequest, name: str, key: str, ending: str) -> str:
    title = f"{request.member.workspace.slug}-{name}-{key}-{timezone.localdate():%Y-%m-%d}.{ending}"
    return f'attachment; filename="{title}"'
