"""Figures as Markdown tables."""

import os
import platform

HEAD = "| page | deals | median ms | p95 ms | queries | kB | requests/s | x bare SQL | growth |"


def table(vendor: str, results: list[dict]) -> str:
    """One table for a database: a row per page and size; growth is against the size before."""
    rows = [row for place, result in enumerate(results) for row in rows_of(result, results[place - 1] if place else {})]
    memory = ", ".join(f"{one['web_memory_mib']} MiB at {one['deals']:,} deals" for one in results)
    return "\n".join([f"\n### {vendor}\n", HEAD, "|---|" + "---:|" * 8, *rows, f"\nTwo web processes: {memory}.\n"])


def rows_of(result: dict, before: dict) -> list[str]:
    """The rows of one size."""
    earlier = {one["page"]: one["median"] for one in before.get("pages", [])}
    return [row(one, result["deals"], earlier.get(one["page"])) for one in result["pages"]]


def row(one: dict, deals: int, earlier: float | None) -> str:
    """One page at one size."""
    growth = f"{one['median'] / earlier:.2f}x" if earlier else ""
    cells = [one["page"], f"{deals:,}", one["median"], one["p95"], one["queries"], f"{one['size'] / 1000:.1f}"]
    return "| " + " | ".join(str(cell) for cell in [*cells, one["per_second"], f"{one['ratio']}x", growth]) + " |"


def machine() -> str:
    """On what it was measured."""
    cores = len(os.sched_getaffinity(0))
    return f"\nPython {platform.python_version()}, {platform.system()} on {platform.machine()}, {cores} cores.\n"


def imports(result: dict) -> str:
    """The import's figures as a sentence."""
    return (
        f"Import of {result['rows']:,} deals with stage history, companies and duplicates check: "
        f"{result['rows_per_second']:,} rows a second; the same file again {result['again_per_second']:,} rows a "
        f"second; at most {result['peak_mib']} MiB.\n"
    )


def reports(vendor: str, results: list[dict]) -> str:
    """What reports cost on a database, a column for each size."""
    names = [one["report"] for one in results[0]["reports"]]
    found = [{one["report"]: one for one in result["reports"]} for result in results]
    heads = [f"{one['deals']:,} deals: made anew, s | opened, ms" for one in results]
    rows = [
        "| " + " | ".join([name, *(f"{one[name]['anew_s']} | {one[name]['opened_ms']}" for one in found)]) + " |"
        for name in names
    ]
    peak = ", ".join(f"{one['peak_mib']} MiB at {one['deals']:,} deals" for one in results)
    head = "| report | " + " | ".join(heads) + " |"
    return "\n".join(
        [f"\nReports on {vendor}:\n", head, "|---|" + "---:|---:|" * len(results), *rows, f"\nAt most {peak}.\n"]
    )


def browser(result: dict) -> str:
    """The browser's figures as sentences."""
    return (
        f"\n### In a browser\n\nA board of 10,000 deals in a browser that has seen nothing yet: {result['requests']} "
        f"requests, the first card after {result['first_card_ms']} ms (median of seven). One web process and the "
        f"worker together take {result['web_and_worker_mib']} MiB (PSS).\n"
    )


def lighthouse(result: dict) -> str:
    """The scores of Lighthouse as a table; nothing where it was not there."""
    if not result["pages"]:
        return ""
    head = "| page | screen | performance | accessibility | best practices |\n|---|---|---:|---:|---:|"
    names = ("page", "screen", "performance", "accessibility", "best-practices")
    rows = ["| " + " | ".join(str(one[name]) for name in names) + " |" for one in result["pages"]]
    return "\n".join(["\n### Lighthouse\n", head, *rows, ""])
