"""The day's tasks by mail: once, at the member's hour, to who has any, until the link in it ends them."""

import datetime
import re
from zoneinfo import ZoneInfo

import pytest

from stegvis.timeline.operations.digesting import mail_digest, members_to_mail
from stegvis.timeline.operations.tasks import create_task
from stegvis.workspaces.models import MailSettings, User
from stegvis.workspaces.tests.post import post_office

SEVEN = datetime.datetime(2026, 12, 1, 7, 5, tzinfo=ZoneInfo("Europe/Warsaw"))


@pytest.fixture
def post(workspace):
    with post_office() as post:
        server = {"host": "127.0.0.1", "port": post.port, "security": "none", "sender": "crm@granfors.example"}
        MailSettings.objects.create(workspace=workspace, **server)
        yield post


def send_all(now):
    return [mail_digest(member, day) for member, day in members_to_mail(now)]


def test_once_a_day_to_who_has_tasks_until_it_is_ended(alice, bob, post, client):
    User.objects.filter(pk=alice.user_id).update(time_zone="Europe/Warsaw", language="pl")
    create_task("Call Anders", by=alice, due_on=datetime.date(2026, 11, 29))
    create_task("Later", by=alice, due_on=datetime.date(2026, 12, 2))
    assert not any(send_all(SEVEN - datetime.timedelta(minutes=10)))
    assert sum(send_all(SEVEN)) == 1
    assert not any(send_all(SEVEN + datetime.timedelta(minutes=30)))
    [mail] = post.mails
    assert "alice@granfors.example" in mail
    assert "Call Anders" in mail
    assert "Later" not in mail
    link = re.search(r"/digest/[^\s/]+/", mail.replace("=\r\n", "").replace("=3D", "="))[0]
    assert client.get(link).status_code == 200
    assert sum(send_all(SEVEN + datetime.timedelta(days=1))) == 1
    assert client.post(link).status_code == 200
    assert not any(send_all(SEVEN + datetime.timedelta(days=2)))
    assert client.get("/digest/1:guessed:x/").status_code == 404


def test_what_could_not_be_sent_is_tried_again(alice, workspace):
    server = {"host": "127.0.0.1", "port": 1, "security": "none", "sender": "crm@granfors.example"}
    MailSettings.objects.create(workspace=workspace, **server)
    create_task("Call", by=alice, due_on=datetime.date(2026, 11, 29))
    later = SEVEN + datetime.timedelta(minutes=20)
    assert not any(send_all(SEVEN))
    assert alice.pk in [member.pk for member, _day in members_to_mail(later)]
