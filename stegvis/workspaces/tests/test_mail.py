"""The workspace's mail server: who chooses it, what is kept of its password, and what goes through it."""

import quopri

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from stegvis.core.errors import Refused
from stegvis.testing.builders import make_member
from stegvis.testing.jobs import run_jobs
from stegvis.testing.pages import lines_of
from stegvis.workspaces.mailing import Server, installation_server, send, server_for_person
from stegvis.workspaces.models import MailSettings, Role
from stegvis.workspaces.operations.inviting import invite_member
from stegvis.workspaces.operations.mail import remove_mail, send_test_mail, set_mail
from stegvis.workspaces.sealing import Unreadable, seal, unseal
from stegvis.workspaces.tests.post import post_office

SECRET = "\0crm\0correct horse"


def server(port: int = 25, **changes) -> Server:
    facts = {"host": "127.0.0.1", "port": port, "security": "none", "username": "", "password": ""}
    return Server(**(facts | {"sender": "crm@granfors.example"} | changes))


def text(mail: str) -> str:
    return quopri.decodestring(mail.encode()).decode()


@pytest.fixture
def ada(workspace):
    return make_member(workspace, "Ada", Role.ADMIN)


def test_a_sealed_text_is_unreadable_but_for_us(settings):
    sealed = seal("correct horse")
    assert "horse" not in sealed
    assert unseal(sealed) == "correct horse"
    old, settings.SECRET_KEY = settings.SECRET_KEY, "another"
    with pytest.raises(Unreadable):
        unseal(sealed)
    settings.SECRET_KEY_FALLBACKS = [old]
    assert unseal(sealed) == "correct horse"


def test_a_test_mail_arrives_and_the_password_is_kept_sealed(owen, workspace):
    with post_office(SECRET) as post:
        set_mail(server(post.port, username="crm", password="correct horse"), by=owen)
        assert send_test_mail(by=owen) == owen.email
    assert f"To: {owen.email}" in post.mails[0]
    assert "horse" not in MailSettings.objects.get(workspace=workspace).password


def test_a_wrong_password_and_an_absent_server_are_told_apart(owen):
    with post_office(SECRET) as post:
        set_mail(server(post.port, username="crm", password="wrong"), by=owen)
        with pytest.raises(Refused, match="refused the user name and password"):
            send_test_mail(by=owen)
    with pytest.raises(Refused, match="could not be reached"):
        send_test_mail(by=owen)


def test_the_saved_password_is_sent_to_no_other_server(owen, workspace):
    set_mail(server(2525, username="crm", password="correct horse"), by=owen)
    for change in ({"host": "thief.example"}, {"username": "thief"}):
        with pytest.raises(Refused, match="entered again"):
            set_mail(server(2525, **({"username": "crm"} | change)), by=owen)
    set_mail(server(2526, username="crm"), by=owen)
    kept = MailSettings.objects.get(workspace=workspace)
    assert (kept.port, unseal(kept.password)) == (2526, "correct horse")


def test_only_owners_choose_the_server(cast, ada):
    for stranger in (ada, cast.mia, cast.alice, cast.vera):
        with pytest.raises(PermissionDenied):
            set_mail(server(), by=stranger)
        with pytest.raises(PermissionDenied):
            remove_mail(by=stranger)
    with pytest.raises(PermissionDenied):
        send_test_mail(by=cast.alice)


def test_an_invitation_is_mailed_by_the_worker(owen):
    with post_office() as post:
        set_mail(server(post.port), by=owen)
        invitation = invite_member("nina@granfors.example", "seller", by=owen, site="https://crm.example.com")
        assert run_jobs() == 1
    assert f"https://crm.example.com/invitations/{invitation.token}/" in text(post.mails[0])


def test_without_a_server_the_link_is_only_there_to_copy(owen):
    invite_member("nina@granfors.example", "seller", by=owen, site="https://crm.example.com")
    assert run_jobs() == 1


def test_who_forgot_the_password_gets_a_link_by_mail(owen, alice, client):
    with post_office() as post:
        set_mail(server(post.port), by=owen)
        client.post(reverse("account_reset_password"), {"email": alice.email})
        run_jobs()
    assert "http://testserver/accounts/password/reset/key/" in text(post.mails[0])


def test_known_and_unknown_addresses_meet_the_same_answer_and_strangers_get_no_mail(owen, alice, client):
    with post_office() as post:
        set_mail(server(post.port), by=owen)
        answers = [
            client.post(reverse("account_reset_password"), {"email": email}, follow=True)
            for email in ("nobody@example.com", alice.email)
        ]
        run_jobs()
    assert lines_of(answers[0]) == lines_of(answers[1])
    assert len(post.mails) == 1


def test_a_link_that_opens_several_workspaces_goes_through_none_of_their_servers(owen, charlie, workspace, settings):
    set_mail(server(), by=owen)
    assert server_for_person([workspace]).host == "127.0.0.1"
    assert server_for_person([workspace, charlie.workspace]) is None
    settings.SMTP_URL = "smtp+tls://crm:s%40fe@mail.example.com?sender=crm@example.com"
    assert server_for_person([workspace, charlie.workspace]) == installation_server()
    assert installation_server() == Server("mail.example.com", 465, "tls", "crm", "s@fe", "crm@example.com")


def test_a_line_break_in_a_subject_is_no_second_header(owen):
    with post_office() as post, pytest.raises((Refused, ValueError)):
        send(server(post.port), owen.email, "Hello\r\nBcc: thief@example.com", "text")
    assert post.mails == []


def test_the_screen_never_shows_the_password(owen, as_member):
    address = reverse("workspaces:mail", args=["granfors"])
    facts = {"host": "mail.example.com", "port": 587, "security": "starttls", "username": "crm"}
    signed_in = as_member(owen)
    signed_in.post(address, facts | {"password": "correct horse", "sender": "crm@granfors.example"})
    page = signed_in.get(address).content.decode()
    assert "mail.example.com" in page
    assert "horse" not in page


def test_the_doors_of_mail_are_closed_to_strangers(cast, as_member, client):
    for name in ("mail_test", "mail_removal"):
        address = reverse(f"workspaces:{name}", args=["granfors"])
        assert as_member(cast.bob).post(address).status_code == 403
        assert as_member(cast.vera).post(address).status_code == 403
        assert as_member(cast.charlie).post(address).status_code == 404
        assert client.post(address).status_code == 302
