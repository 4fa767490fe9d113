"""How good forecasts were: pinball loss, coverage, calibration."""

from collections.abc import Sequence

import numpy as np

from stegvis.insights.figures.forecasting.stays import Column

STEPS = np.linspace(0, 1, 11)


def pinball(actual: float, quantiles: Sequence[float], levels: Sequence[float]) -> float:
    """Mean pinball loss of quantiles told at `levels` (Koenker and Bassett 1978; Gneiting and Raftery 2007, section 6).

    What a point forecast costs is found with the same number at all levels.
    """
    gaps = [(actual - told, level) for told, level in zip(quantiles, levels, strict=True)]
    return sum(max(level * gap, (level - 1) * gap) for gap, level in gaps) / len(gaps)


def calibration(chance: Column, happened: Column) -> list[tuple[float, float, int]]:
    """Mean chance, share that happened, how many: for each tenth of chances that holds any (a reliability curve)."""
    step = np.clip(np.searchsorted(STEPS, chance, side="right") - 1, 0, len(STEPS) - 2)
    count = np.bincount(step, minlength=len(STEPS) - 1)
    told, came = np.bincount(step, chance, len(count)), np.bincount(step, happened, len(count))
    return [(float(told[at] / n), float(came[at] / n), int(n)) for at, n in enumerate(count) if n]
