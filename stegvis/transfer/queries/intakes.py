"""How the workspace stands that was uploaded at the first run."""

from dataclasses import dataclass

from stegvis.transfer.models import WorkspaceIntake
from stegvis.transfer.whole.keeping import how_far


@dataclass(frozen=True)
class Coming:
    """What was uploaded, and tables done and all while it is taken in."""

    intake: WorkspaceIntake
    done: int
    all: int


def find_intake(token: str) -> Coming | None:
    """What the browser uploaded that holds `token`, if there is something to say of it."""
    found = WorkspaceIntake.objects.filter(token=token).select_related("workspace").first() if token else None
    return Coming(found, *how_far(found)) if found else None
