"""What is done to several apps' things at once."""

from stegvis.people.models import Company, IdealProfile
from stegvis.people.operations.profiles import usual_research
from stegvis.timeline.models import TimelineEntry
from stegvis.timeline.operations.writing import write_note
from stegvis.workspaces.permissions import Actor


def begin_research(company: Company, profile: IdealProfile, *, by: Actor) -> TimelineEntry:
    """A note on `company` with the questions of `profile`, each with room for its answer.

    Raises PermissionDenied, Refused.
    """
    lines = [line.strip() for line in (profile.research.strip() or usual_research()).splitlines() if line.strip()]
    return write_note(company, "\n\n".join(f"**{line.replace('*', '')}**\n\n…" for line in lines), by=by)
