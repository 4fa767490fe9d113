"""Reports: the overview, one report, the deals behind a figure, a table as a file."""

from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from stegvis.core.lists.addresses import varied
from stegvis.core.table_files import TYPES
from stegvis.insights.access import get_kind
from stegvis.insights.kinds import all_kinds
from stegvis.insights.operations.exporting import export_table
from stegvis.insights.queries.reading import read_deals, read_report
from stegvis.insights.showing import chart_facts, told
from stegvis.ui.render import render
from stegvis.workspaces.permissions import may, require


@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    """All reports by the questions that they answer."""
    require(request.member, "insights")
    kinds = [kind for kind in all_kinds() if may(request.member, kind.verb)]
    return render(request, "insights/overview.html", kinds=kinds)


@require_safe
def report(request: HttpRequest, name: str) -> HttpResponse:
    """One report through the filters of the address."""
    kind = get_kind(request.member, name)
    reading = read_report(request.member, kind, request.GET)
    address = reverse("insights:report", args=[request.member.workspace.slug, name])
    behind = f"{address}deals/{varied(reading.asked.page.params, {'part': None})}&part="
    drawn = [chart_facts(chart, reading.report.currency, behind) for chart in reading.report.charts]
    return render(
        request,
        "insights/report.html",
        reading=reading,
        report=reading.report,
        page=reading.asked.page,
        address=address,
        behind=behind,
        drawn=drawn,
        told=told,
        may_export=may(request.member, "export"),
    )


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
    kind = get_kind(request.member, name)
    reading = read_report(request.member, kind, request.GET)
    table = reading.report.table(key)
    if table is None or shape not in TYPES:
        raise Http404
    filters = request.GET.urlencode()[:500]
    blocks = export_table(name, table, shape, by=request.member, filters=filters)
    answer = StreamingHttpResponse(blocks, content_type=TYPES[shape])
    title = f"{request.member.workspace.slug}-{name}-{key}-{timezone.localdate():%Y-%m-%d}.{shape}"
    answer.headers["Content-Disposition"] = f'attachment; filename="{title}"'
    return answer
