"""What the sweep of all addresses knows of insights."""

from stegvis.testing.sweeps import MAKERS, MEMBERS, Door, fixed, pk

DOORS = {
    "insights:commitment": Door(get=MEMBERS, post=frozenset({"owen", "mia", "alice"}), arguments=pk("deal")),
    "insights:overview": Door(get=MEMBERS),
    "insights:report": Door(get=MEMBERS, arguments=fixed(name="funnel")),
    "insights:deals": Door(get=MEMBERS, arguments=fixed(name="funnel"), query="?part=none", may_be_missing=True),
    "insights:file": Door(get=MAKERS, arguments=fixed(name="funnel", key="stages", shape="csv"), may_be_missing=True),
}
