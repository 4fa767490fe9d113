"""The first step of an import: a file, and how it was read."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from stegvis.core.errors import Refused
from stegvis.core.uploads import takes_files
from stegvis.transfer.access import get_import
from stegvis.transfer.forms import ReadingForm, UploadForm
from stegvis.transfer.messages import unreadable_text
from stegvis.transfer.models import Import
from stegvis.transfer.operations.correcting import answer_dates, correct_reading
from stegvis.transfer.operations.uploading import upload_file
from stegvis.transfer.queries.files import read_file
from stegvis.transfer.reading import UnreadableFile
from stegvis.transfer.views.answers import address, elsewhere, step
from stegvis.ui.render import go, render, warn
from stegvis.workspaces.permissions import require


@require_http_methods(["GET", "HEAD", "POST"])
@takes_files(lambda request: require(request.member, "import"))
def new_import(request: HttpRequest) -> HttpResponse:
    """Choose a file."""
    form = UploadForm(request.POST or None, request.FILES or None, initial={"kind": request.GET.get("kind", "")})
    if request.method != "POST":
        return _choosing(request, form)
    if request.quota.exceeded:
        text = _("The file is larger than %(limit)s MB. Split it, or ask whoever runs this site for more.")
        return _choosing(request, form, text % {"limit": settings.UPLOAD_LIMIT_MB})
    if not form.is_valid():
        return _choosing(request, form, _("Choose a file first."))
    return _received(request, form)


def _received(request: HttpRequest, form: UploadForm) -> HttpResponse:
    sent = form.cleaned_data["file"]
    try:
        batch = upload_file(sent.chunks(), name=sent.name, kind=form.cleaned_data["kind"], by=request.member)
    except Refused as refusal:
        return _choosing(request, form, str(refusal))
    return go(request, address(request, "file", batch.pk))


def _choosing(request: HttpRequest, form: UploadForm, wrong: str = "") -> HttpResponse:
    context = {"form": form, "wrong": wrong, "limit": settings.UPLOAD_LIMIT_MB}
    return render(request, "transfer/new.html", status=422 if wrong else 200, **context)


@require_http_methods(["GET", "HEAD", "POST"])
def file(request: HttpRequest, pk: int) -> HttpResponse:
    """How the file was read; POST corrects it, and the first rows follow."""
    batch = get_import(request.member, pk)
    if away := elsewhere(request, batch):
        return away
    if request.method == "POST":
        return _corrected(request, batch)
    return _file_page(request, batch)


def _corrected(request: HttpRequest, batch: Import) -> HttpResponse:
    form = ReadingForm(request.POST, batch=batch, seen=read_file(request.member, batch).seen)
    if not form.is_valid():
        return _file_page(request, batch, form=form, status=422)
    try:
        correct_reading(batch, form.said(), by=request.member)
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return _file_page(request, batch, form=form, status=422)
    return _file_page(request, batch)


@require_POST
def dates(request: HttpRequest, pk: int) -> HttpResponse:
    """The answer to a question about dates: `answer` is the column's place and the order, as "3:dmy"."""
    batch = get_import(request.member, pk)
    place, _colon, order = request.POST.get("answer", "").partition(":")
    try:
        answer_dates(batch, int(place) if place.isdecimal() else -1, order, by=request.member)
    except Refused as refusal:
        warn(request, str(refusal))
    return go(request, address(request, "file", batch.pk))


def _file_page(request: HttpRequest, batch: Import, form: ReadingForm | None = None, status: int = 200) -> HttpResponse:
    try:
        page = read_file(request.member, batch)
    except UnreadableFile as error:
        warn(request, unreadable_text(error))
        return go(request, address(request, "new_import"))
    form = form or ReadingForm(None, batch=batch, seen=page.seen)
    return step(request, "file", 1, batch, page=page, form=form, status=status)
