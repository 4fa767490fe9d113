"""The doors of plans shared with buyers, for the sweep of all addresses; and what lies behind them."""

from stegvis.buyers.operations.linking import make_link
from stegvis.buyers.operations.planning import add_step, make_plan, share_file
from stegvis.testing.sweeps import EDITORS, MEMBERS, Door, PublicDoor
from stegvis.timeline.models import StoredFile


def of(*things: str):
    """Path arguments: the deal, and ids of `things` of the world."""
    return lambda world: {"pk": world.deal.pk} | {name: getattr(world, name).pk for name in things}


DOORS = {
    "buyers:plan": Door(get=MEMBERS, post=EDITORS, arguments=of()),
    "buyers:part": Door(get=MEMBERS, arguments=of()),
    "buyers:facts": Door(post=EDITORS, arguments=of()),
    "buyers:preview": Door(get=MEMBERS, arguments=of()),
    "buyers:preview_look": Door(get=MEMBERS, arguments=of()),
    "buyers:words": Door(post=EDITORS, arguments=of()),
    "buyers:documents": Door(post=EDITORS, arguments=of()),
    "buyers:document_removal": Door(post=EDITORS, arguments=of("document")),
    "buyers:steps": Door(post=EDITORS, arguments=of()),
    "buyers:step": Door(get=EDITORS, post=EDITORS, arguments=of("step")),
    "buyers:step_place": Door(post=EDITORS, arguments=of("step")),
    "buyers:promise": Door(post=EDITORS, arguments=of("step")),
    "buyers:step_day": Door(post=EDITORS, arguments=of("step")),
    "buyers:step_removal": Door(post=EDITORS, arguments=of("step")),
    "buyers:links": Door(post=EDITORS, arguments=of()),
    "buyers:revocation": Door(post=EDITORS, arguments=of("link")),
}
OUTSIDE = dict.fromkeys(
    ("shared_plan", "shared_tick", "shared_day", "shared_comments", "shared_document", "shared_logo", "shared_look"),
    PublicDoor("the secret in the address is the key, and it ends or can be taken back"),
)


def of_a_plan(deal, filed) -> dict:
    """A plan of `deal` with one of everything; `filed` is an entry with a file."""
    alice = deal.owner
    plan, file = make_plan(deal, by=alice), StoredFile.objects.get(workspace=deal.workspace, entry=filed)
    return {
        "file": file,
        "step": add_step(plan, {"text": "Agree how you decide"}, by=alice),
        "link": make_link(plan, name="Anna", by=alice)[0],
        "document": share_file(plan, file, by=alice),
    }
