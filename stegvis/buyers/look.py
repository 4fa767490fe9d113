"""The workspace's colour on the buyer's page: a stylesheet of its own, since nothing may stand in the page itself."""

from stegvis.workspaces.colours import for_dark, words_on
from stegvis.workspaces.models import Workspace


def stylesheet(workspace: Workspace) -> str:
    """CSS that gives the page the workspace's colour, readable in both themes; empty without one."""
    if not workspace.colour:
        return ""
    light, dark = workspace.colour, for_dark(workspace.colour)
    return (
        f".plan-page{{--brand:light-dark({light},{dark});--on-brand:light-dark({words_on(light)},{words_on(dark)})}}\n"
    )
