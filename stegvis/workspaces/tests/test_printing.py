"""What the documentation says about permissions is what the program does."""

from pathlib import Path

from stegvis.workspaces.printing import permissions_as_markdown

PAGE = Path(__file__).resolve().parents[3] / "docs" / "permissions.md"


def test_the_printed_table_is_up_to_date():
    again = "bin/stegvis print_permissions > docs/permissions.md"
    assert PAGE.read_text(encoding="utf-8") == permissions_as_markdown(), f"Print it again: {again}"
