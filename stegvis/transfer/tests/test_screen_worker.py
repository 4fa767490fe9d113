"""A real worker is killed in the middle of an import: the next one goes on, and nothing comes twice."""

import time

import pytest

from stegvis.deals.models import Deal
from stegvis.testing.jobs import worker_process
from stegvis.transfer.models import State
from stegvis.transfer.tests.screen import Wizard

pytestmark = pytest.mark.django_db(transaction=True)
ROWS = 7_000  # four chunks: enough to be killed in the middle


def wait_for(wizard: Wizard, reached, seconds: float = 60) -> None:
    deadline = time.monotonic() + seconds
    while not reached(wizard.batch):
        assert time.monotonic() < deadline, f"{wizard.batch.state} at row {wizard.batch.rows_done}"
        time.sleep(0.02)


def test_an_import_whose_worker_is_killed_is_finished_by_the_next(as_member, mia, process):
    wizard = Wizard(as_member(mia), mia)
    wizard.upload(b"Deal ID;Title;Stage\n" + b"".join(b"%d;Deal %d;Lead\n" % (n, n) for n in range(ROWS)))
    wizard.choose_columns()
    wizard.start()
    with worker_process():
        wait_for(wizard, lambda batch: batch.rows_done > 0)
    assert wizard.batch.state == State.RUNNING
    with worker_process():
        wait_for(wizard, lambda batch: batch.state == State.DONE)
    assert (wizard.batch.created, wizard.batch.skipped) == (ROWS, 0)
    assert Deal.objects.filter(workspace=mia.workspace).count() == ROWS
