"""Taking records out, as a list shows them or all of them."""

from django.http import Http404, HttpRequest, StreamingHttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from stegvis.core.lists.sources import narrowed
from stegvis.core.table_files import TYPES
from stegvis.transfer.operations.exporting import export_records
from stegvis.transfer.wording.exports import EXPORTS, FORMATS


@require_safe
def export(request: HttpRequest, kind: str, shape: str) -> StreamingHttpResponse:
    """The records of a kind as a file; the address carries a list's own filters where it comes from one."""
    if kind not in {one[0] for one in EXPORTS} or shape not in dict(FORMATS):
        raise Http404
    member = request.member
    asked = request.GET.copy()
    mailing = kind == "people" and bool(asked.pop("mailing", None))
    only = narrowed(kind, member, asked) if asked else None
    filters = request.GET.urlencode()[:500]
    blocks = export_records(kind, shape, by=member, only=only, filters=filters, mailing=mailing)
    answer = StreamingHttpResponse(blocks, content_type=TYPES[shape])
    name = f"{member.workspace.slug}-{kind}-{timezone.localdate():%Y-%m-%d}.{shape}"
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer
