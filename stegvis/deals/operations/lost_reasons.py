"""Why deals are lost: the workspace's own list."""

from django.utils import translation
from django.utils.translation import gettext as _

from stegvis.deals.models import LostReason
from stegvis.workspaces.models import Workspace


def ensure_lost_reasons(workspace: Workspace, language: str) -> list[LostReason]:
    """The workspace's lost reasons; the usual ones in `language` are made where it has none at all.

    Asks for no permission: it completes what another verb (a first process, an import) was allowed to do.
    """
    known = list(LostReason.objects.filter(workspace=workspace))
    if known:
        return known
    with translation.override(language):
        names = usual_reasons()
    reasons = [LostReason(workspace=workspace, name=name, position=place) for place, name in enumerate(names)]
    return LostReason.objects.bulk_create(reasons)


def usual_reasons() -> list[str]:
    """What deals are usually lost for, in the language active now; the most frequent first."""
    return [
        _("Price"),
        _("Timing"),
        _("No budget"),
        _("Chose a competitor"),
        _("No decision"),
        _("No need"),
        _("No contact"),
    ]
