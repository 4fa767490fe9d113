"""An import whose command was killed does not stay half: the worker takes it up."""

import pytest

from stegvis.core.jobs.lease import lease
from stegvis.deals.models import Deal
from stegvis.testing.jobs import run_jobs
from stegvis.transfer.models import State
from stegvis.transfer.operations.importing import Engine, begin
from stegvis.transfer.operations.preparing import prepare_import
from stegvis.transfer.operations.receiving import receive_file
from stegvis.transfer.operations.starting import adopt_abandoned

pytestmark = pytest.mark.django_db(transaction=True)
FILE = b"Deal ID;Title;Stage\n" + b"".join(b"%d;Deal %d;Lead\n" % (n, n) for n in range(60))


@pytest.fixture
def half_done(owen, process):
    """An import whose command got through its first twenty rows and then died."""
    batch = receive_file([FILE], name="deals.csv", kind="deals", by=owen)
    prepare_import(batch, {}, by=owen)
    with lease() as runner:
        begin(batch, runner)
        Engine(batch, 20).step()
        assert adopt_abandoned() == [], "its command is still at it"
    return batch


def test_the_worker_finishes_what_a_dead_command_began(half_done):
    assert adopt_abandoned() == [half_done]
    assert adopt_abandoned() == []
    run_jobs()
    half_done.refresh_from_db()
    assert (half_done.state, half_done.created) == (State.DONE, 60)
    assert Deal.objects.filter(workspace=half_done.workspace_id).count() == 60
