"""When the index is brought into step: behind every request that changed something, and every minute."""

import logging
from functools import partial

from django.db import DatabaseError
from django_tasks import task as job

from stegvis.core.jobs import enqueue_on_commit, every
from stegvis.core.search.indexing import marked_workspaces, refresh

logger = logging.getLogger(__name__)
AT_ONCE, CHUNK = 200, 2_000


class SearchMiddleware:
    """What a member has just written is found by the next search: of much, the rest a moment later.

    Nobody waits for it: it is done when the answer is out, and a search that comes sooner does it itself.
    """

    def __init__(self, get_response) -> None:
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        member = getattr(request, "member", None)
        if member is not None and request.method not in ("GET", "HEAD", "OPTIONS"):
            response.close = partial(_close, response.close, member.workspace_id)
        return response


def _close(close, workspace_id: int) -> None:
    try:
        catch_up(workspace_id)
    finally:
        close()


def catch_up(workspace_id: int) -> None:
    """Index what was marked, if it is little; else have the worker do it. What was written stays written anyway."""
    try:
        if refresh(workspace_id, AT_ONCE):
            enqueue_on_commit(index_marked, workspace_id=workspace_id)
    except DatabaseError:
        logger.exception("The search index of workspace %d was not brought into step.", workspace_id)


@job
def index_marked(workspace_id: int) -> None:
    """Index all that is marked in a workspace, each chunk in a transaction of its own."""
    while refresh(workspace_id, CHUNK):
        pass


@every(minutes=1)
@job
def index_all_marked() -> None:
    """What was written outside requests: by jobs, commands, by hand."""
    for workspace_id in marked_workspaces():
        index_marked.call(workspace_id=workspace_id)
