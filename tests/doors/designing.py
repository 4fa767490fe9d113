"""The addresses of the designer."""

from stegvis.testing.sweeps import MANAGERS, MEMBERS, Door


def _process(world) -> dict[str, int]:
    return {"pk": world.process.pk}


def _version(world) -> dict[str, int]:
    return {"pk": world.process.pk, "number": 1}


DOORS = {
    "deals:process_publication": Door(get=MANAGERS, post=MANAGERS, arguments=_process),
    "processes:draft": Door(get=MANAGERS, post=MANAGERS, arguments=_process),
    "processes:draft_acts": Door(post=MANAGERS, arguments=_process),
    "processes:draft_undo": Door(post=MANAGERS, arguments=_process),
    "processes:draft_redo": Door(post=MANAGERS, arguments=_process),
    "processes:draft_news": Door(get=MANAGERS, arguments=_process),
    "processes:process_files": Door(post=MANAGERS),
    "processes:process_file": Door(get=MEMBERS, arguments=_process),
    "processes:versions": Door(get=MEMBERS, arguments=_process),
    "processes:restoration": Door(post=MANAGERS, arguments=_version),
    "processes:version_name": Door(post=MANAGERS, arguments=_version),
    "processes:copies": Door(post=MANAGERS, arguments=_process),
    "processes:draft_deletion": Door(post=MANAGERS, arguments=_process),
}
