"""What an import says of itself when it is done."""

from collections.abc import Mapping
from typing import Any

from stegvis.transfer.messages import row_text
from stegvis.transfer.models import Import, RejectedRow

_EXAMPLES = 20


def as_report(batch: Import, *, seconds: float, dry: bool = False) -> dict[str, Any]:
    """The figures of an import as plain JSON; `seconds` is how long this run took."""
    return {
        "import": None if dry else batch.pk,
        "file": batch.name,
        "kind": batch.kind,
        "dry_run": dry,
        "state": batch.state,
        "rows": batch.rows,
        "created": batch.created,
        "updated": batch.updated,
        "skipped": batch.skipped,
        "rejected": batch.rejected,
        "reasons": batch.reasons,
        "examples": [] if dry else examples(batch),
        "made": batch.made,
        "seconds": round(seconds, 3),
        "rows_per_second": round(batch.rows / seconds) if seconds else None,
        "process": batch.process.name if batch.process else None,
        "mapping_suggested": not batch.asked.get("columns"),
        "mapping": batch.mapping,
        "notes": batch.understanding.get("notes", []),
    }


def examples(batch: Import) -> list[dict[str, Any]]:
    """The first rejected rows, each with the reason as a sentence."""
    rows = RejectedRow.objects.filter(workspace=batch.workspace_id, of_import=batch).order_by("row")[:_EXAMPLES]
    return [{"row": one.row, "code": one.code, "reason": row_text(one.code, one.column, one.value)} for one in rows]


def as_lines(report: Mapping[str, Any]) -> str:
    """The same for people, in the language of commands."""
    lines = [
        f"{report['file']}: {report['rows']} rows in {report['seconds']} s",
        f"created {report['created']}, updated {report['updated']}, skipped {report['skipped']}, "
        f"rejected {report['rejected']}",
    ]
    if report["dry_run"]:
        lines.append("This was a dry run: nothing was kept.")
    if report["made"]:
        lines.append("made on the way: " + ", ".join(f"{number} {kind}" for kind, number in report["made"].items()))
    lines += [f"row {one['row']}: {one['reason']}" for one in report["examples"]]
    if report["mapping_suggested"]:
        lines += ["The mapping was suggested from headers and values:", *_mapping_lines(report["mapping"])]
    return "\n".join(lines)


def _mapping_lines(mapping: Mapping[str, Any]) -> list[str]:
    columns = [f"  {header} → {told or '(left out)'}" for header, told in mapping["columns"].items()]
    stages = [f"  stage {theirs} → {ours or '(rejected)'}" for theirs, ours in mapping["stages"].items()]
    return columns + stages
