"""The addresses of the designer."""

from stegvis.testing.sweeps import MANAGERS, Door


def _process(world) -> dict[str, int]:
    return {"pk": world.process.pk}


DOORS = {
    "deals:process_publication": Door(get=MANAGERS, post=MANAGERS, arguments=_process),
    "processes:draft": Door(get=MANAGERS, post=MANAGERS, arguments=_process),
    "processes:draft_acts": Door(post=MANAGERS, arguments=_process),
    "processes:draft_undo": Door(post=MANAGERS, arguments=_process),
    "processes:draft_redo": Door(post=MANAGERS, arguments=_process),
    "processes:draft_news": Door(get=MANAGERS, arguments=_process),
    "processes:draft_deletion": Door(post=MANAGERS, arguments=_process),
}
