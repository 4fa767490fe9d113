"""The garbage collector, for processes that run long: what is loaded stays, and looking for circles may wait.

Python looks at ever more objects again and again while pages and imports make tens of thousands that need no looking.
"""

import gc

YOUNG, MIDDLE, OLD = 50_000, 20, 50


def collect_rarely() -> None:
    """Leave everything loaded so far alone from now on, and collect after many new objects only."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(YOUNG, MIDDLE, OLD)
