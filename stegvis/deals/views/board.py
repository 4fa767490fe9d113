"""The board of a process, and the cards that follow when somebody scrolls."""

from collections.abc import Callable

from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.urls import reverse
from django.views.decorators.http import require_safe

from stegvis.core.lists.addresses import varied
from stegvis.deals.queries.board import chosen_process, read_board, read_stack
from stegvis.deals.queries.stages import stages_of
from stegvis.ui.render import render
from stegvis.workspaces.permissions import may
from stegvis.workspaces.queries.lists import read_frame


@require_safe
def board(request: HttpRequest) -> HttpResponse:
    """The board that the address asks for: `?process=`, and the filters of deals."""
    frame = read_frame(request.member, "board", request.GET)
    shown = read_board(request.member, frame.params)
    rights = {f"may_{verb}": may(request.member, verb) for verb in ("create", "import")}
    return render(request, "deals/board.html", board=shown, frame=frame, more_address=more(frame.params), **rights)


@require_safe
def cards(request: HttpRequest, stage: int) -> HttpResponse:
    """More cards of a column: those behind `?after=rank-id`, through the same filters."""
    process = chosen_process(request.member, request.GET)
    stages = stages_of(request.member, int(process.value)) if process else None
    head = stages.by_id.get(stage) if stages else None
    if stages is None or head is None:
        raise Http404
    stack = read_stack(request.member, head, stages, request.GET, read_place(request.GET.get("after", "")))
    address = reverse("deals:board", args=[request.member.workspace.slug])
    return render(
        request, "deals/_stack.html", stack=stack, head=head, deals_address=address, more_address=more(request.GET)
    )


def more(params: QueryDict) -> Callable[[str], str]:
    """Makes the query of the next cards from where they begin."""
    return lambda after: varied(params, {"after": after})


def read_place(text: str) -> tuple[int, int]:
    """ "rank-id" as numbers that a database can hold; Http404 for anything else."""
    rank, _, pk = text.rpartition("-")
    if not (rank.lstrip("-").isdecimal() and pk.isdecimal()) or len(rank) > 18 or len(pk) > 18:
        raise Http404
    return int(rank), int(pk)
