"""In which words members hear of interviews."""

from collections.abc import Collection

from django.utils.translation import gettext_lazy as _

from stegvis.discovery.models import Interview
from stegvis.workspaces import telling
from stegvis.workspaces.models import Member


def _titles(member: Member, ids: Collection[int]) -> dict[int, str]:
    """The names of the interviews in which `member` is asked."""
    found = Interview.objects.filter(workspace=member.workspace_id, pk__in=ids)
    mine = found.filter(participants__member=member, participants__revoked_at=None)
    return {one.pk: one.name for one in mine}


telling.register_kind(telling.Kind("interview", "discovery:asked", "message-square", _titles))
telling.register("asked", _("%(who)s asks you how you sell: %(record)s"), "given", "message-square")
