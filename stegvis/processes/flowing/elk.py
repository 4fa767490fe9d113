"""Asks elkjs in Node where boxes and arrows lie: one process for a few graphs, then it is gone."""

import json
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from stegvis.processes.running import run
from stegvis.ui.packages import root

SCRIPT = Path(__file__).with_name("layout.js")
# Seconds for both layouts of a page. A reader waits for them, so what is too large stands in words at once.
PATIENCE = 8
MOST_NODES = 150


@dataclass(frozen=True)
class Sizes:
    """What is laid out: widths and heights of nodes; edges as (from, to, label's width and height, is spine)."""

    right: bool
    nodes: tuple[tuple[float, float], ...]
    edges: tuple[tuple[int, int, float, float, bool], ...]

    def as_json(self) -> dict[str, Any]:
        """As layout.js reads it."""
        return {"right": self.right, "nodes": self.nodes, "edges": self.edges}


class NoLayout(Exception):
    """Node or elkjs is missing or did not answer in time, or the graph is too large."""


def lay_out(graphs: list[Sizes]) -> list[dict[str, Any]]:
    """Width, height, places of nodes, points of edges for each graph; NoLayout where that cannot be had, or Busy."""
    node, elk = shutil.which("node"), root() / "elkjs/lib/elk.bundled.js"
    if node is None or not elk.exists() or any(len(one.nodes) > MOST_NODES for one in graphs):
        raise NoLayout
    asked = json.dumps([one.as_json() for one in graphs])
    try:
        return json.loads(run([node, str(SCRIPT), str(elk)], asked.encode(), PATIENCE * max(1, len(graphs) / 2)))
    except (subprocess.SubprocessError, OSError, ValueError) as error:
        raise NoLayout from error
