"""What of the timeline moves when two companies or people are merged."""

from stegvis.people.moving import Relation, register

for noun in ("company", "person"):
    register(
        noun,
        Relation("timeline.entryplace", f"{noun}_id", once=("entry_id",)),
        Relation("timeline.pin", f"{noun}_id", once=("entry_id",)),
        Relation("timeline.task", f"{noun}_id"),
    )
    register(noun, Relation("timeline.entryplace", f"through_{noun}_id"))
