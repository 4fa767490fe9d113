"""What names a suggested task, wherever it is asked for."""

import hashlib


def key_of(lineage: str, title: str) -> str:
    """What names a suggestion in every version of its process: the stage's lineage and the suggestion's words."""
    return f"{lineage}:{hashlib.sha256(title.encode()).hexdigest()[:24]}"
