"""The import wizard from the first step to the last, on real data and on a small file."""

from decimal import Decimal

import pytest
from django.db.models import Sum

from conftest import DATA
from stegvis.deals.models import Deal, StageMove
from stegvis.testing.jobs import run_jobs
from stegvis.transfer.models import State
from stegvis.transfer.tests.screen import Wizard

pytestmark = pytest.mark.django_db
MAVEN = DATA / "maven_crm"
needs_maven = pytest.mark.skipif(not MAVEN.is_dir(), reason=f"the real data are not in {DATA}")


@pytest.fixture
def wizard(as_member, mia, process) -> Wizard:
    return Wizard(as_member(mia), mia)


@needs_maven
def test_8800_real_opportunities_come_in_through_the_wizard(wizard, mia):
    assert wizard.upload((MAVEN / "sales_pipeline.csv").read_bytes(), "sales_pipeline.csv").status_code == 303
    assert wizard.batch.kind == "deals"
    page = wizard.get("file").content.decode()
    assert "8,800" in page
    assert wizard.choose_columns().status_code == 303
    page = wizard.get("values").content.decode()
    assert "Moses Frase" in page
    assert "GTXPro" in page
    tried = wizard.post("trials").content.decode()
    assert "The first 2,000 rows." in tried
    assert Deal.objects.filter(workspace=mia.workspace).count() == 0
    assert wizard.start().status_code == 303
    run_jobs()
    batch = wizard.batch
    assert (batch.state, batch.created, batch.rejected) == (State.DONE, 8800, 0)
    won = Deal.objects.filter(workspace=mia.workspace, status="won")
    assert won.aggregate(sum=Sum("amount"))["sum"] == Decimal(10_005_534)
    assert StageMove.objects.filter(workspace=mia.workspace).count() > 8800
    report = wizard.get("report").content.decode()
    assert "8,800" in report
    assert "Undo takes back everything this import made" in report
