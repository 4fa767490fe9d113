"""The table of permissions as docs/permissions.md prints it."""

from collections.abc import Iterator

from django.utils import translation

from stegvis.workspaces.models import Role
from stegvis.workspaces.permissions import NAMES, ROLES, WHOLE, Scope, choices, default

HEAD = """# Permissions

Who may do what with whose records, as a new workspace has it. Written by `bin/stegvis print_permissions`; the table
itself is `stegvis/workspaces/permissions.py`, and a test compares the two. A cell says the default, and in brackets
what else a workspace may set it to under Settings, Permissions.

- **all**: everybody's records; **team**: one's own and those of one's teams; **own**: one's own and nobody's.
- Private records are seen by their owner and the members named on them only, whatever the table says.
- Nobody changes, gives away, deletes or exports what they do not see.
- Nobody gives or takes a role above their own, and only roles below one's own can be changed in the table. The last
  owner stays. Only owners choose the mail server, because links that open accounts go through it.
"""


def permissions_as_markdown() -> str:
    """The whole of docs/permissions.md, in English."""
    with translation.override("en"):
        about_records = [verb for verb in NAMES if verb not in WHOLE]
        about_workspace = [verb for verb in NAMES if verb in WHOLE]
        groups = (("Companies, people, deals", about_records), ("The workspace", about_workspace))
        return HEAD + "".join(_group(title, verbs) for title, verbs in groups)


def _group(title: str, verbs: list[str]) -> str:
    heads = " | ".join(str(Role(role).label) for role in ROLES)
    lines = [f"\n## {title}\n", f"| | {heads} |", "|---" * (len(ROLES) + 1) + "|", *_lines(verbs)]
    return "\n".join(lines) + "\n"


def _lines(verbs: list[str]) -> Iterator[str]:
    for verb in verbs:
        yield f"| {NAMES[verb]} | " + " | ".join(_cell(role, verb) for role in ROLES) + " |"


def _cell(role: str, verb: str) -> str:
    usual = default(role, verb)
    others = [_word(scope) for scope in choices(role, verb) if scope != usual]
    return f"{_word(usual)} ({', '.join(others)})" if others else _word(usual)


def _word(scope: Scope) -> str:
    return scope.name.lower()
