"""The first run: once, by whoever sits at the machine or holds the printed address, and no step too many."""

import pytest
from django.core.cache import cache
from django.core.management import call_command
from django.test import Client

from stegvis.deals.models import LostReason
from stegvis.processes.models import Process
from stegvis.testing.builders import PASSWORD, make_member, make_workspace
from stegvis.workspaces import setup
from stegvis.workspaces.models import Member, User, Workspace

GIVEN = {
    "name": "Karin Lind",
    "email": "Karin@Granfors.example",
    "password": PASSWORD,
    "workspace": "Granfors",
    "language": "sv",
    "currency": "SEK",
    "time_zone": "Europe/Stockholm",
}


@pytest.fixture(autouse=True)
def _nobody_was_here(db):
    cache.clear()
    setup.withdraw_token()
    yield
    setup.withdraw_token()


@pytest.fixture
def here() -> Client:
    return Client(headers={"host": "127.0.0.1:8000"})


@pytest.fixture
def far() -> Client:
    return Client(REMOTE_ADDR="203.0.113.7", headers={"host": "127.0.0.1:8000"})


def test_three_steps_from_nothing_to_a_board(here):
    assert here.get("/", follow=True).redirect_chain == [("/welcome/", 302)]
    step = here.post("/welcome/", GIVEN)
    assert step.url == "/w/granfors/start/process/"
    assert "Simple B2B" in here.get(step.url).content.decode() or "B2B" in here.get(step.url).content.decode()
    step = here.post(step.url, {"template": "needs-led"})
    assert step.url == "/w/granfors/start/data/"
    assert "import_workspace stegvis.zip" in here.get(step.url).content.decode()
    workspace = Workspace.objects.get()
    owner = Member.objects.get(workspace=workspace)
    assert (workspace.language, workspace.currency, owner.role, owner.email) == (
        "sv",
        "SEK",
        "owner",
        "karin@granfors.example",
    )
    assert Process.objects.get(workspace=workspace).template == "needs-led"
    assert LostReason.objects.filter(workspace=workspace).exists()


def test_it_is_over_once_somebody_has_an_account(here):
    make_member(make_workspace(), "Owen")
    assert here.get("/welcome/").url == "/"
    assert here.post("/welcome/", GIVEN).url == "/"
    assert User.objects.count() == 1


def test_the_language_changes_at_once_and_keeps_what_was_typed(here):
    typed = GIVEN | {"language": "en", "currency": "EUR", "time_zone": "Asia/Tokyo", "speak": "nb"}
    answer = here.post("/welcome/", typed)
    page = answer.content.decode()
    assert '<html lang="nb"' in page
    assert 'value="Karin Lind"' in page
    assert '<option value="NOK" selected>' in page
    assert '<option value="Asia/Tokyo" selected>' in page
    assert PASSWORD not in page
    assert not User.objects.exists()
    assert '<html lang="nb"' in here.get("/welcome/").content.decode()


@pytest.mark.parametrize("wrong", [{"password": "short"}, {"email": "karin"}, {"currency": "XXX"}, {"workspace": ""}])
def test_nonsense_is_shown_again_and_makes_nothing(wrong, here):
    assert here.post("/welcome/", GIVEN | wrong).status_code == 422
    assert not User.objects.exists()
    assert not Workspace.objects.exists()


def test_nothing_but_what_is_asked_for_is_taken(here):
    here.post("/welcome/", GIVEN | {"slug": "stolen", "is_active": "", "week_start": "6", "role": "viewer"})
    workspace = Workspace.objects.get()
    assert (workspace.slug, workspace.week_start) == ("granfors", 0)
    assert Member.objects.get(workspace=workspace).role == "owner"


def test_from_far_it_takes_the_printed_address(far, capsys):
    assert far.get("/welcome/").status_code == 403
    assert far.post("/welcome/", GIVEN).status_code == 403
    call_command("setup_link", site="http://10.0.0.5:8000")
    printed = capsys.readouterr().out.strip()
    assert printed.startswith("http://10.0.0.5:8000/welcome/?token=")
    address = printed.removeprefix("http://10.0.0.5:8000")
    assert far.get(address).url == "/welcome/"
    assert far.get("/welcome/").status_code == 200
    assert far.post("/welcome/", GIVEN).status_code == 303


@pytest.mark.django_db(transaction=True)
def test_the_printed_address_is_worth_nothing_afterwards(far, capsys):
    token = setup.offer_token()
    assert setup.token_file().stat().st_mode & 0o777 == 0o600
    far.get(f"/welcome/?token={token}")
    far.post("/welcome/", GIVEN)
    assert not setup.token_file().exists()
    call_command("setup_link")
    assert capsys.readouterr().out == ""


def test_guessing_the_token_is_throttled_even_for_the_right_one(far):
    token = setup.offer_token()
    for number in range(20):
        assert far.get(f"/welcome/?token=guess{number}").status_code == 403
    assert far.get(f"/welcome/?token={token}").status_code == 403


@pytest.mark.parametrize("header", ["X-Forwarded-For", "X-Real-Ip", "Forwarded", "Via"])
def test_a_proxy_on_the_machine_does_not_make_the_world_local(header, here):
    assert here.get("/welcome/", headers={header: "203.0.113.7"}).status_code == 403


def test_a_public_address_or_name_asks_for_the_token(here, settings):
    settings.ALLOWED_HOSTS = ["*"]
    assert here.get("/welcome/", headers={"host": "crm.example.com"}).status_code == 403
    settings.SITE_URL = "https://crm.example.com"
    assert here.get("/welcome/").status_code == 403


@pytest.mark.parametrize("host", ["localhost", "localhost:8000", "127.0.0.1", "[::1]:8000", "[::1]"])
def test_the_machine_itself_is_known_by_all_its_names(host, here):
    assert here.get("/welcome/", headers={"host": host}).status_code == 200


def test_a_look_at_another_process_is_a_part_of_the_page(owen, as_member):
    part = {"HX-Request": "true", "HX-Request-Type": "partial"}
    answer = as_member(owen).get("/w/granfors/start/process/?look=car-dealer", headers=part)
    assert "<html" not in answer.content.decode()
    assert as_member(owen).get("/w/granfors/start/process/?look=../../x").status_code == 404
    assert as_member(owen).post("/w/granfors/start/process/", {"template": "../x"}).status_code == 404


def test_strangers_choose_no_process(cast, as_member, client):
    for address in ("/w/granfors/start/process/",):
        for member in (cast.alice, cast.vera):
            assert as_member(member).get(address).status_code == 403
            assert as_member(member).post(address, {"template": "needs-led"}).status_code == 403
        assert as_member(cast.charlie).get(address).status_code == 404
        assert client.get(address).status_code == 302
