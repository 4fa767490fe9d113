"""What is done with a guide: a buyer's answer goes on the timeline; a process takes a guide and questions along."""

from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _

from stegvis.core.errors import Refused
from stegvis.deals.models import Deal, Framework, Guide, GuideQuestion, ProcessAid
from stegvis.processes.models import Process
from stegvis.timeline.models import TimelineEntry
from stegvis.timeline.operations.writing import write_note
from stegvis.workspaces.permissions import Actor, require


def note_answer(deal: Deal, question: GuideQuestion, text: str, *, by: Actor) -> TimelineEntry:
    """Write on the timeline of `deal` what the buyer said to `question`. Raises PermissionDenied, Refused."""
    text = text.replace("\0", "").strip()
    if not text:
        raise Refused(_("Write down what the buyer said."))
    return write_note(deal, f"**{question.text.replace('*', '')}**\n\n{text}", by=by)


@transaction.atomic
def equip_process(
    process: Process,
    *,
    by: Actor,
    framework: Framework | None,
    guide: Guide | None,
    most_discount: Decimal | None = None,
    least_margin: Decimal | None = None,
) -> ProcessAid:
    """Say what goes along with `process`; None takes it away. Deals follow at once. Raises PermissionDenied."""
    require(by, "processes", process)
    facts = {"framework": framework, "guide": guide, "most_discount": most_discount, "least_margin": least_margin}
    aid, _made = ProcessAid.objects.update_or_create(workspace_id=process.workspace_id, process=process, defaults=facts)
    return aid
