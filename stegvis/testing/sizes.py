"""Small files, small functions: the limits of docs/architecture.md, as a check (python -m stegvis.testing.sizes)."""

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
FILE_LINES = 400
FUNCTION_LINES = 50
TEMPLATE_LINES = 150
FOLDERS = ("stegvis", "tests", "bench")


def main() -> int:
    """Print what is too long and what was looked at; the exit code is 1 when something is, or nothing was."""
    modules, templates = list(find("*.py")), list(find("*.html"))
    complaints = [
        *(line for path in modules for line in check_module(path)),
        *(line for path in templates for line in check_length(path, TEMPLATE_LINES)),
    ]
    print(*complaints, sep="\n", end="\n" if complaints else "")
    print(f"Sizes: {len(modules)} modules and {len(templates)} templates, {len(complaints)} too long.")
    return 1 if complaints or not modules else 0


def find(pattern: str) -> Iterator[Path]:
    """The project's own files; what Django writes itself (migrations) is left out."""
    for folder in FOLDERS:
        yield from (path for path in sorted((ROOT / folder).rglob(pattern)) if "migrations" not in path.parts)


def check_module(path: Path) -> Iterator[str]:
    """Complaints about one Python file and its functions."""
    yield from check_length(path, FILE_LINES)
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            lines = (node.end_lineno or node.lineno) - node.lineno + 1
            if lines > FUNCTION_LINES:
                place = f"{path.relative_to(ROOT)}:{node.lineno}"
                yield f"{place}: {node.name} has {lines} lines (at most {FUNCTION_LINES})"


def check_length(path: Path, limit: int) -> Iterator[str]:
    """A complaint when the file has more lines than the limit."""
    lines = path.read_text(encoding="utf-8").count("\n")
    if lines > limit:
        yield f"{path.relative_to(ROOT)}: {lines} lines (at most {limit})"


if __name__ == "__main__":
    sys.exit(main())
