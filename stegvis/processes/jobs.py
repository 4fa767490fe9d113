"""What processes do by themselves."""

from stegvis.core.jobs import every, job
from stegvis.processes.operations.laying_out import drop_old_layouts


@every(hours=24)
@job
def forget_layouts() -> None:
    """Layouts of flowcharts that have long been there; see `drop_old_layouts`."""
    drop_old_layouts()
