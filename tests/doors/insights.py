"""What the sweep of all addresses knows of insights."""

from stegvis.insights.models import DashboardCard
from stegvis.testing.sweeps import MAKERS, MANAGERS, MEMBERS, Door, fixed, pk


def card(world) -> dict:
    """Path arguments: a card of Alice's dashboard."""
    return {"pk": world.card.pk}


DOORS = {
    "insights:commitments": Door(get=MEMBERS),
    "insights:commitment": Door(get=MEMBERS, post=frozenset({"owen", "mia", "alice"}), arguments=pk("deal")),
    "insights:proposals": Door(post=MANAGERS, arguments=pk("process")),
    "insights:targets": Door(get=MANAGERS, post=MANAGERS),
    "insights:target_copies": Door(post=MANAGERS),
    "insights:overview": Door(get=MEMBERS),
    "insights:report": Door(get=MEMBERS, arguments=fixed(name="funnel")),
    "insights:new_card": Door(post=MEMBERS, arguments=fixed(name="funnel")),
    # A colleague's card is not there for anybody else.
    "insights:card": Door(get=MEMBERS, arguments=card, may_be_missing=True),
    "insights:card_place": Door(post=MEMBERS, arguments=card),
    "insights:card_deletion": Door(post=MEMBERS, arguments=card),
    "insights:deals": Door(get=MEMBERS, arguments=fixed(name="funnel"), query="?part=none", may_be_missing=True),
    "insights:picture": Door(get=MAKERS, arguments=fixed(name="paths", key="graph"), may_be_missing=True),
    "insights:file": Door(get=MAKERS, arguments=fixed(name="funnel", key="stages", shape="csv"), may_be_missing=True),
}


def of_insights(cast) -> dict:
    """A card on Alice's dashboard."""
    made = DashboardCard.objects.create(workspace=cast.alice.workspace, owner=cast.alice, report="funnel", title="Mine")
    return {"card": made}
