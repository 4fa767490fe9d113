"""The second and third step: what columns and words become."""

import pytest

from stegvis.deals.models import Deal
from stegvis.processes.models import Process
from stegvis.testing import builders
from stegvis.testing.jobs import run_jobs
from stegvis.transfer.models import SavedMapping
from stegvis.transfer.tests.screen import DEALS, Wizard, form_fields
from stegvis.workspaces.models import Member

pytestmark = pytest.mark.django_db
LOG = b"Case;Stage;Time\n1;Offer sent;2026-01-01\n1;Accepted;2026-02-01\n2;Offer sent;2026-01-05\n"


@pytest.fixture
def wizard(as_member, mia, alice, process) -> Wizard:
    return Wizard(as_member(mia), mia)


def test_two_columns_cannot_become_one_field(wizard):
    wizard.upload()
    answer = wizard.choose_columns(Owner="title")
    assert answer.status_code == 422
    assert "becomes “Title” already" in answer.content.decode()
    assert wizard.batch.asked == {}


def test_a_row_needs_something_to_be_known_by(wizard):
    wizard.upload(kind="companies")
    answer = wizard.choose_columns(Company="")
    assert answer.status_code == 422
    assert "Choose a column that becomes one of" in answer.content.decode()


@pytest.mark.parametrize("key", ["nonsense", "entered:", "id", "__class__"])
def test_a_field_that_does_not_exist_is_refused(wizard, key):
    wizard.upload()
    answer = wizard.choose_columns(Owner=key)
    assert answer.status_code == 422


def test_a_column_with_an_unknown_header_asks_for_somebody(wizard):
    wizard.upload(b"Title;Stage;Qwertz\na;Lead;1\nb;Lead;2\n")
    page = wizard.get("columns").content.decode()
    assert "1 needs you" in page
    assert "nothing here has a name like it" in page


def test_a_kept_mapping_is_taken_when_the_same_headers_come_again(wizard):
    wizard.upload(b"Title;Stage;Qwertz\na;Lead;1\nb;Lead;2\n")
    wizard.choose_columns(Qwertz="value")
    wizard.post("mappings", {"name": "Our old CRM"})
    assert SavedMapping.objects.get(workspace=wizard.member.workspace).name == "Our old CRM"
    wizard.upload(b"Title;Stage;Qwertz\nc;Lead;3\n")
    page = wizard.get("columns").content.decode()
    assert "Matched as in “Our old CRM”" in page
    wizard.choose_columns()
    assert wizard.batch.asked["columns"]["Qwertz"] == "value"


def test_their_stages_and_users_are_matched_and_can_be_chosen(wizard, alice):
    wizard.upload()
    wizard.choose_columns()
    fields = form_fields(wizard.get("values").content.decode(), "values-form")
    assert fields["stage-theirs"] == ["Lead", "Won", "Qualified"]
    assert fields["stage-ours"] == ["Lead", "Won", "Qualified"]
    users = dict(zip(fields["member-theirs"], fields["member-ours"], strict=True))
    assert users == {"Alice": f"Alice <{alice.email}>", "Nils": "="}
    wizard.start(**{"stage-ours": ["Qualified", "Won", ""], "member-ours": [f"Alice <{alice.email}>", ""]})
    run_jobs()
    deals = {deal.external_id: deal for deal in Deal.objects.filter(workspace=alice.workspace)}
    assert deals["1"].stage.name == "Qualified"
    assert deals["1"].owner == alice
    assert "3" not in deals
    assert not Member.objects.filter(workspace=alice.workspace, name="Nils").exists()


def test_another_process_suggests_its_own_stages(wizard, workspace):
    other = builders.make_process(workspace, "Renewals", [("Due", "open", 5, 50), ("Won", "won", None, None)])
    wizard.upload()
    wizard.choose_columns()
    fields = form_fields(wizard.get("values").content.decode(), "values-form")
    page = wizard.post("values", {**fields, "process": str(other.pk)}).content.decode()
    assert form_fields(page, "values-form")["stage-ours"] == ["Due", "Won", "Due"]
    wizard.start()
    run_jobs()
    assert Deal.objects.filter(workspace=workspace, process=other).count() == 2


def test_a_process_is_made_from_a_log(wizard, workspace):
    wizard.upload(LOG, "offers.csv")
    wizard.choose_columns()
    page = wizard.get("values").content.decode()
    assert "A new process, made of their stages" in page
    wizard.start(new_process="Offers")
    run_jobs()
    made = Process.objects.get(workspace=workspace, name="Offers")
    assert [stage.name for stage in made.current.stages.all()] == ["Offer sent", "Accepted"]
    assert Deal.objects.filter(workspace=workspace, process=made).count() == 2


def test_a_process_of_another_workspace_cannot_be_chosen(wizard, charlie):
    theirs = builders.make_process(charlie.workspace, "Theirs")
    wizard.upload()
    wizard.choose_columns()
    wizard.start(process=str(theirs.pk))
    run_jobs()
    assert Deal.objects.filter(workspace=charlie.workspace).count() == 0
    assert wizard.batch.process.name == "New business"


def test_a_try_says_what_would_come_and_keeps_nothing(wizard, workspace):
    wizard.upload()
    wizard.choose_columns()
    page = wizard.post("trials", HTTP_HX_REQUEST="true", HTTP_HX_REQUEST_TYPE="partial").content.decode()
    assert "The whole file: 3 rows." in page
    assert "Not a figure" in page
    assert "such as row 3" in page
    assert "SEK" in page
    assert "3,500" in page
    assert Deal.objects.filter(workspace=workspace).count() == 0
    assert wizard.batch.state == "uploaded"


def test_what_is_here_already_is_updated_when_asked(wizard, workspace):
    wizard.upload(DEALS)
    wizard.choose_columns()
    wizard.start()
    run_jobs()
    wizard.upload(DEALS.replace(b"1000", b"1500"))
    wizard.choose_columns()
    wizard.start(duplicates="update")
    run_jobs()
    assert (wizard.batch.created, wizard.batch.updated) == (0, 1)
    assert Deal.objects.get(workspace=workspace, external_id="1").amount == 1500
