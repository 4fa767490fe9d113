"""Every address of the program is tried by everybody. An address that is not in the table fails."""

from collections.abc import Iterator
from types import SimpleNamespace

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.test import Client
from django.urls import reverse

from stegvis.deals.models import Product
from stegvis.deals.operations.editing import set_stakeholders
from stegvis.deals.operations.evidence import record_evidence
from stegvis.people.models import DuplicatePair
from stegvis.people.operations.merging import merge_companies
from stegvis.processes.models import TaskTemplate
from stegvis.testing import builders
from stegvis.testing.sweeps import (
    ADMINS,
    CAME_IN,
    EDITORS,
    MAKERS,
    MANAGERS,
    MEMBERS,
    Door,
    OwnDoor,
    PublicDoor,
    all_patterns,
    fixed,
    pk,
)
from stegvis.timeline.operations.correcting import withdraw_entry
from stegvis.timeline.operations.filing import add_file
from stegvis.timeline.operations.tasks import create_task
from stegvis.timeline.operations.writing import write_note
from stegvis.transfer.models.saved import SavedMapping
from stegvis.transfer.operations.receiving import receive_file
from stegvis.workspaces.models import Handover, Invitation, Rate, SavedView, Tag, UserSession
from stegvis.workspaces.operations.deleting import delete_records
from stegvis.workspaces.operations.telling import notify
from stegvis.workspaces.operations.undoing import keep_undo
from tests.doors import designing, discovery, insights, plans, playbook

DEAL, COMPANY, PERSON, PROCESS, IMPORT = pk("deal"), pk("company"), pk("person"), pk("process"), pk("batch")
ENTRY, FILE = (lambda world: {"entry": world.entry.pk}), (lambda world: {"token": world.file.token})
DOORS = (
    designing.DOORS
    | discovery.DOORS
    | insights.DOORS
    | plans.DOORS
    | {
        "deals:board": Door(get=MEMBERS),
        "deals:list": Door(get=MEMBERS),
        "deals:cards": Door(get=MEMBERS, arguments=lambda world: {"stage": world.deal.stage_id}, query="?after=1-1"),
        "deals:moves": Door(get=EDITORS, post=EDITORS, arguments=DEAL),
        "deals:new": Door(get=MAKERS, post=MAKERS),
        "deals:reading": Door(get=MAKERS),
        "deals:new_people": Door(get=MAKERS),
        "deals:deal": Door(get=MEMBERS, arguments=DEAL),
        "deals:fact": Door(get=EDITORS, post=EDITORS, arguments=pk("deal", name="title")),
        "deals:cell": Door(get=EDITORS, post=EDITORS, arguments=pk("deal", column="title")),
        "deals:fact_history": Door(get=MEMBERS, arguments=pk("deal", name="title")),
        "deals:evidence": Door(get=EDITORS, post=EDITORS, arguments=pk("deal", criterion="*criterion")),
        "deals:withdrawal": Door(post=EDITORS, arguments=pk("deal", tick="*evidence")),
        "deals:lines": Door(get=EDITORS, post=EDITORS, arguments=DEAL),
        "deals:people": Door(get=EDITORS, post=EDITORS, arguments=DEAL),
        "deals:people_found": Door(get=EDITORS, arguments=DEAL),
        "deals:part": Door(get=EDITORS, post=EDITORS, arguments=pk("deal", person="*person")),
        "deals:person_removal": Door(post=EDITORS, arguments=pk("deal", person="*person")),
        "deals:process": Door(get=MEMBERS, arguments=pk("deal", way="map")),
        "deals:process_file": Door(get=MEMBERS, arguments=pk("deal", way="map", kind="svg")),
        "deals:splits": Door(get=MEMBERS),
        "deals:split": Door(post=EDITORS, arguments=DEAL, may_be_missing=True),
        "deals:copies": Door(post=MAKERS, arguments=DEAL),
        "deals:next_deals": Door(post=MAKERS, arguments=DEAL),
        "deals:deletion": Door(post=frozenset({"owen", "alice"}), arguments=DEAL),
        "deals:new_process": Door(get=MANAGERS, post=MANAGERS),
        "deals:process_deletion": Door(post=MANAGERS, arguments=PROCESS),
        "deals:lost_reasons": Door(get=MANAGERS, post=MANAGERS),
        "deals:lost_reason": Door(post=MANAGERS, arguments=pk("reason")),
        "deals:lost_reason_place": Door(post=MANAGERS, arguments=pk("reason")),
        "deals:lost_reason_archive": Door(post=MANAGERS, arguments=pk("reason")),
        "deals:products": Door(get=MANAGERS, post=MANAGERS),
        "deals:product": Door(get=MANAGERS, post=MANAGERS, arguments=pk("product")),
        "deals:product_deletion": Door(post=MANAGERS, arguments=pk("product")),
        "pages:search": Door(get=MEMBERS, query="?q=load"),
        "pages:palette": Door(get=MEMBERS, query="?q=load"),
        "pages:opened": Door(post=MEMBERS),
        "transfer:data": Door(get=MAKERS),
        "transfer:new_import": Door(get=MANAGERS, post=MANAGERS),
        "transfer:import": Door(get=MANAGERS, arguments=IMPORT),
        "transfer:file": Door(get=MANAGERS, post=MANAGERS, arguments=IMPORT),
        "transfer:dates": Door(post=MANAGERS, arguments=IMPORT),
        "transfer:columns": Door(get=MANAGERS, post=MANAGERS, arguments=IMPORT),
        "transfer:values": Door(get=MANAGERS, post=MANAGERS, arguments=IMPORT),
        "transfer:trials": Door(post=MANAGERS, arguments=IMPORT),
        "transfer:runs": Door(post=MANAGERS, arguments=IMPORT),
        "transfer:report": Door(get=MANAGERS, arguments=IMPORT, may_be_missing=True),
        "transfer:rejected_rows": Door(get=MANAGERS, arguments=IMPORT, may_be_missing=True),
        "transfer:continuation": Door(post=MANAGERS, arguments=IMPORT),
        "transfer:undoing": Door(post=MANAGERS, arguments=IMPORT),
        "transfer:deletion": Door(post=MANAGERS, arguments=IMPORT),
        "transfer:mappings": Door(post=MANAGERS, arguments=IMPORT),
        "transfer:mapping_deletion": Door(post=MANAGERS, arguments=pk("mapping")),
        "transfer:wholes": Door(get=ADMINS, post=ADMINS),
        "transfer:whole": Door(get=ADMINS, arguments=fixed(pk=1), may_be_missing=True),
        "transfer:export": Door(get=MAKERS, arguments=fixed(kind="deals", shape="csv")),
        "people:new_company": Door(get=MAKERS, post=MAKERS),
        "people:company_suggestions": Door(get=MEMBERS),
        "people:company_fact": Door(get=EDITORS, post=EDITORS, arguments=pk("company", key="name")),
        "people:company_deletion": Door(post=frozenset({"owen", "alice"}), arguments=COMPANY),
        "people:person_suggestions": Door(get=MEMBERS),
        "people:company_merging": Door(
            get=frozenset({"owen", "alice"}), post=frozenset({"owen", "alice"}), arguments=COMPANY
        ),
        "people:person_merging": Door(
            get=frozenset({"owen", "alice"}), post=frozenset({"owen", "alice"}), arguments=PERSON
        ),
        "people:duplicate_companies": Door(get=MAKERS),
        "people:duplicate_companies_scan": Door(post=MAKERS),
        "people:duplicate_people": Door(get=MAKERS),
        "people:duplicate_people_scan": Door(post=MAKERS),
        "people:duplicate_difference": Door(post=MAKERS, arguments=pk("duplicate")),
        "people:duplicate_return": Door(post=MAKERS, arguments=pk("duplicate")),
        "people:merge_undoing": Door(post=frozenset({"owen", "alice"}), arguments=pk("merge")),
        "privacy:person": Door(get=MEMBERS, arguments=PERSON),
        "privacy:consents": Door(post=EDITORS, arguments=PERSON),
        "privacy:everything": Door(get=EDITORS, arguments=PERSON),
        "privacy:erasure": Door(get=frozenset({"owen", "alice"}), post=frozenset({"owen", "alice"}), arguments=PERSON),
        "privacy:settings": Door(get=ADMINS, post=ADMINS),
        "people:new_person": Door(get=MAKERS, post=MAKERS),
        "people:person_fact": Door(get=EDITORS, post=EDITORS, arguments=pk("person", key="job_title")),
        "people:person_deletion": Door(post=frozenset({"owen", "alice"}), arguments=PERSON),
        "processes:processes": Door(get=MEMBERS),
        "processes:template": Door(get=MEMBERS, arguments=fixed(key="simple-b2b")),
        "processes:process": Door(get=MEMBERS, arguments=PROCESS),
        "processes:template_drawing": Door(get=MEMBERS, arguments=fixed(key="simple-b2b", way="buyer")),
        "processes:checklist": Door(get=MEMBERS, arguments=PROCESS),
        "processes:flowchart": Door(get=MEMBERS, arguments=PROCESS),
        "processes:buyer": Door(get=MEMBERS, arguments=PROCESS),
        "processes:file": Door(get=MEMBERS, arguments=pk("process", way="map", kind="svg")),
        "processes:place": Door(post=MANAGERS, arguments=PROCESS),
        "processes:archive": Door(post=MANAGERS, arguments=PROCESS),
        "pages:today": Door(get=MEMBERS),
        "pages:reminders": Door(get=MEMBERS),
        "pages:tasks": Door(get=MEMBERS, post=MAKERS),
        "pages:new_task": Door(get=MAKERS),
        "pages:calendar": Door(get=MEMBERS, post=MEMBERS),
        "pages:record_tasks": Door(get=MEMBERS, arguments=pk("deal", kind="deal")),
        "pages:task": Door(get=MEMBERS, post=EDITORS, arguments=pk("task")),
        "pages:task_completion": Door(get=EDITORS, post=EDITORS, arguments=pk("task")),
        "pages:task_reopening": Door(post=EDITORS, arguments=pk("task")),
        "pages:task_day": Door(post=EDITORS, arguments=pk("task")),
        "pages:task_assignee": Door(post=EDITORS, arguments=pk("task")),
        "pages:task_deletion": Door(post=EDITORS, arguments=pk("task")),
        "pages:suggestions": Door(get=MEMBERS, post=MAKERS, arguments=DEAL),
        "pages:suggestion_dropping": Door(post=EDITORS, arguments=pk("deal", suggestion="*suggestion")),
        "pages:columns": Door(post=MEMBERS, arguments=fixed(listing="companies")),
        "pages:companies": Door(get=MEMBERS),
        "pages:company_cell": Door(get=EDITORS, post=EDITORS, arguments=pk("company", column="name")),
        "pages:person_cell": Door(get=EDITORS, post=EDITORS, arguments=pk("person", column="name")),
        "pages:company": Door(get=MEMBERS, arguments=COMPANY),
        "pages:company_fact_history": Door(get=MEMBERS, arguments=pk("company", key="industry")),
        "pages:person_fact_history": Door(get=MEMBERS, arguments=pk("person", key="name")),
        "pages:company_changes": Door(get=MEMBERS, arguments=COMPANY),
        "pages:people": Door(get=MEMBERS),
        "pages:person": Door(get=MEMBERS, arguments=PERSON),
        "pages:person_changes": Door(get=MEMBERS, arguments=PERSON),
        "pages:first_process": Door(get=MANAGERS, post=MANAGERS),
        "pages:first_data": Door(get=MEMBERS),
        "workspaces:settings": Door(get=MEMBERS),
        "workspaces:profile": Door(get=MEMBERS, post=MEMBERS),
        "workspaces:workspace": Door(get=ADMINS, post=ADMINS),
        "workspaces:logo": Door(get=MEMBERS, post=ADMINS, may_be_missing=True),
        "workspaces:rates": Door(post=ADMINS),
        "workspaces:rate_deletion": Door(post=ADMINS, arguments=pk("rate")),
        "workspaces:members": Door(get=MEMBERS),
        "workspaces:role": Door(post=ADMINS, arguments=pk("bob")),
        "workspaces:activity": Door(post=ADMINS, arguments=pk("bob")),
        "workspaces:reset_link": Door(post=ADMINS, arguments=pk("bob")),
        "workspaces:invitations": Door(post=ADMINS),
        "workspaces:revocation": Door(post=ADMINS, arguments=pk("invitation")),
        "workspaces:teams": Door(get=MEMBERS),
        "workspaces:new_team": Door(get=ADMINS, post=ADMINS),
        "workspaces:team": Door(get=ADMINS, post=ADMINS, arguments=pk("team")),
        "workspaces:team_deletion": Door(post=ADMINS, arguments=pk("team")),
        "workspaces:permissions": Door(get=MEMBERS),
        "workspaces:grant": Door(post=ADMINS, arguments=fixed(role="seller", verb="edit")),
        "workspaces:own_fields": Door(get=ADMINS),
        "workspaces:own_field": Door(get=ADMINS, post=ADMINS, arguments=pk("field")),
        "workspaces:own_field_place": Door(post=ADMINS, arguments=pk("field")),
        "workspaces:own_field_archive": Door(post=ADMINS, arguments=pk("field")),
        "workspaces:own_field_deletion": Door(post=ADMINS, arguments=pk("field")),
        "workspaces:new_own_field": Door(get=ADMINS, post=ADMINS, arguments=fixed(record_kind="deal")),
        "workspaces:tags": Door(get=ADMINS),
        "workspaces:tag": Door(post=ADMINS, arguments=pk("tag")),
        "workspaces:tag_merging": Door(post=ADMINS, arguments=pk("tag")),
        "workspaces:tag_deletion": Door(post=ADMINS, arguments=pk("tag")),
        "workspaces:mail": Door(get=ADMINS, post=ADMINS),
        "workspaces:mail_test": Door(post=ADMINS),
        "workspaces:mail_removal": Door(post=ADMINS),
        "workspaces:audit": Door(get=ADMINS),
        "workspaces:about": Door(get=MEMBERS),
        "workspaces:undoing": Door(post=frozenset({"alice"}), arguments=pk("undo")),
        "workspaces:new_view": Door(post=MEMBERS, arguments=fixed(listing="companies")),
        "workspaces:list_default": Door(post=MEMBERS, arguments=fixed(listing="companies")),
        "workspaces:trash": Door(get=MAKERS),
        "workspaces:erasure": Door(post=ADMINS, arguments=pk("deletion")),
        "workspaces:edits": Door(post=MAKERS, arguments=fixed(listing="companies")),
        "workspaces:new_edit": Door(get=MAKERS, arguments=fixed(listing="companies")),
        "workspaces:view": Door(post=MANAGERS | {"alice"}, arguments=pk("view")),
        "workspaces:view_deletion": Door(post=MANAGERS | {"alice"}, arguments=pk("view")),
        "workspaces:notices": Door(get=MEMBERS),
        "workspaces:news": Door(get=MEMBERS),
        "workspaces:readings": Door(post=MEMBERS),
        "workspaces:notice": Door(get=MEMBERS, arguments=pk("notice"), may_be_missing=True),
        "workspaces:photo": Door(post=MEMBERS),
        "workspaces:absence": Door(post=MEMBERS),
        "workspaces:channels": Door(post=MEMBERS),
        "workspaces:face": Door(get=MEMBERS, arguments=pk("bob"), may_be_missing=True),
        "workspaces:new_handover": Door(get=ADMINS, post=ADMINS, arguments=pk("bob")),
        "workspaces:handover": Door(get=ADMINS, arguments=pk("handover")),
        "workspaces:handover_undoing": Door(post=ADMINS, arguments=pk("handover")),
        "workspaces:security": Door(get=MEMBERS),
        "workspaces:session_endings": Door(post=MEMBERS),
        "workspaces:session_ending": Door(post=MEMBERS, arguments=pk("session")),
        "workspaces:demanding": Door(post=ADMINS),
        "workspaces:second_factors": Door(post=ADMINS, arguments=pk("bob")),
        "workspaces:followed": Door(get=MEMBERS),
        "workspaces:following": Door(post=MEMBERS, arguments=pk("company", kind="company")),
        "timeline:entries": Door(get=MAKERS, post=MAKERS, arguments=pk("deal", kind="deal")),
        "timeline:mentionable": Door(get=MAKERS, arguments=pk("deal", kind="deal")),
        "timeline:assignees": Door(get=MAKERS, arguments=pk("deal", kind="deal")),
        "timeline:wishes": Door(get=MAKERS, arguments=pk("deal", kind="deal")),
        "timeline:correction": Door(get=frozenset({"alice"}), post=frozenset({"alice"}), arguments=ENTRY),
        "timeline:removal": Door(post=frozenset({"owen", "alice"}), arguments=ENTRY),
        "timeline:restoration": Door(
            post=frozenset({"owen", "alice"}), arguments=lambda world: {"entry": world.trace.pk}
        ),
        "timeline:versions": Door(get=MEMBERS, arguments=ENTRY),
        "timeline:pin": Door(post=MAKERS, arguments=pk("deal", kind="deal", entry="*entry")),
        "timeline:unpin": Door(post=MAKERS, arguments=pk("deal", kind="deal", entry="*entry")),
        "timeline:file": Door(get=MEMBERS, arguments=FILE),
        "timeline:preview": Door(get=MEMBERS, arguments=FILE, may_be_missing=True),
        "workspaces:restoration": Door(post=frozenset({"owen", "alice"}), arguments=pk("deletion")),
    }
)
DOORS |= playbook.DOORS
OUTSIDE = (
    discovery.OUTSIDE
    | plans.OUTSIDE
    | {
        "calendar_feed": PublicDoor("the secret in the address is the key, and it can be taken back"),
        "digest_stop": PublicDoor("the signature in the mail is the key, and ends that mail only"),
        "health": PublicDoor("says only that the site answers"),
        "account_login": PublicDoor("one signs in there"),
        "demo_sign_in": PublicDoor("in demo mode only, else 404"),
        "invitation": PublicDoor("the token is the key"),
        "closed": PublicDoor("answers 404"),
        "intake": PublicDoor("the first run by upload, while nobody has an account"),
        "intake_entry": PublicDoor("whoever uploaded the workspace, once"),
        "welcome": PublicDoor("the first run, while nobody has an account"),
        "home": OwnDoor("get"),
        "ui:away": PublicDoor("the page for no network"),
        "ui:service_worker": PublicDoor("a script"),
        "mfa_index": OwnDoor("get"),
        "mfa_list_webauthn": OwnDoor("get"),
        "second_factor_wanted": OwnDoor("get"),
        "ui:theme": PublicDoor("a visitor's own palette"),
        "ui:language": PublicDoor("a visitor's own language"),
    }
)


@pytest.fixture
def views() -> None:
    """All views are loaded, and with them what takes things back."""
    reverse("home")


@pytest.fixture
def world(workspace, cast, process, settings, tmp_path, views) -> SimpleNamespace:
    """One of everything, Alice's where it has an owner."""
    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    }
    alice, lead = cast.alice, builders.stage_of(process, "Lead")
    deal = builders.make_deal(alice, company=builders.make_company(alice))
    person = builders.make_person(alice)
    set_stakeholders(deal, [person], by=alice)
    done = builders.make_criterion(lead, "already shown")
    twins = [builders.make_company(alice, name) for name in ("Twin AB", "Twin")]
    settings.HOME = tmp_path
    filed = add_file(deal, SimpleUploadedFile("plan.txt", b"A plan"), by=alice)
    in_workspace = {"workspace": workspace}
    return SimpleNamespace(
        **(vars(cast) | discovery.world_of_discovery(cast, deal) | insights.of_insights(cast)),
        deal=deal,
        company=deal.company,
        person=person,
        process=process,
        criterion=builders.make_criterion(lead, "not yet shown"),
        evidence=record_evidence(deal, done, by=alice),
        deletion=delete_records([builders.make_company(alice, "Gone AB")], by=alice),
        entry=write_note(deal, "They have a budget.", by=alice),
        trace=withdraw_entry(write_note(deal, "Never said", by=alice), by=alice),
        **plans.of_a_plan(deal, filed),
        undo=keep_undo("edit_many", {"listing": "none", "fact": "none"}, by=alice),
        view=SavedView.objects.create(listing="companies", name="Mine", owner=alice, shared=True, **in_workspace),
        duplicate=DuplicatePair.objects.create(
            kind="company", first_id=deal.company_id, second_id=twins[0].pk, score=80, why="name", **in_workspace
        ),
        merge=merge_companies(*twins, by=alice),
        team=builders.make_team(workspace, "North", alice),
        tag=Tag.objects.create(name="fair", **in_workspace),
        rate=Rate.objects.create(currency="NOK", rate="0.97", since="2026-01-01", **in_workspace),
        reason=builders.make_lost_reason(workspace),
        **playbook.world(workspace, cast, deal),
        field=builders.make_field(cast.owen, "Terms", "choice", of="deal", choices=[("", "Net")]),
        product=Product.objects.create(name="Meter", currency="SEK", **in_workspace),
        batch=receive_file([b"Name;City\nEkhamra AB;Ludvika\n"], name="a.csv", kind="companies", by=cast.owen),
        mapping=SavedMapping.objects.create(kind="companies", name="ours", **in_workspace),
        session=UserSession.objects.create(user=cast.bob.user, session_key="x"),
        handover=Handover.objects.create(leaving=cast.bob, receivers=[alice.pk], kinds=[], **in_workspace),
        task=create_task("Call", by=alice, deal=deal),
        suggestion=TaskTemplate.objects.create(stage=lead, title="Call first", **in_workspace),
        notice=notify([cast.bob], "given", deal, by=alice)[0],
        invitation=Invitation.objects.create(
            email="new@x.example", invited_by=cast.owen, expires_at=builders.days_ago(-1), **in_workspace
        ),
    )


def test_every_address_has_an_entry():
    there = set(all_patterns())
    assert len(there) > 60
    assert there == set(DOORS) | set(OUTSIDE)


def test_every_door_below_a_workspace_is_in_the_table_of_workspace_doors():
    inside = {name for name, pattern in all_patterns().items() if ":" in name and not name.startswith("ui:")}
    assert inside == set(DOORS)


KEY = settings.SESSION_COOKIE_NAME
PERSONS = ("owen", "mia", "alice", "bob", "vera", "charlie", "nobody")


# Making the world takes longer than trying a door: many doors share one, and each leaves it as it was.
SHARES = 10


@pytest.mark.parametrize("share", range(SHARES))
def test_who_may_come_in(share, world, as_member):
    tried = sorted(DOORS)[share::SHARES]
    assert tried
    wrong = []
    keys = {name: as_member(getattr(world, name)).cookies[KEY].value for name in PERSONS if name != "nobody"}
    for name in tried:
        point = transaction.savepoint()
        wrong += strange_answers(name, world, keys)
        transaction.savepoint_rollback(point)
    assert wrong == []


def strange_answers(name: str, world: SimpleNamespace, keys: dict[str, str]) -> Iterator[str]:
    """What the door `name` answers to whom that is not as the table says; `keys` are the persons' sessions."""
    door = DOORS[name]
    url = reverse(name, kwargs={"slug": "granfors"} | door.arguments(world)) + door.query
    for method in ("get", "post"):
        # Those who are kept out first: who is let in may change the world.
        for person in sorted(PERSONS, key=lambda person, method=method: person in (door.allowed(method) or ())):
            client = Client(raise_request_exception=False)
            client.cookies.load({KEY: keys[person]} if person in keys else {})
            status = getattr(client, method)(url).status_code
            if status not in expected(door, method, person):
                yield f"{name}: {method} {url} by {person}: {status}"


def expected(door: Door, method: str, person: str) -> frozenset[int]:
    """The statuses that `person` may meet."""
    if person == "nobody":
        return frozenset({302})
    if person == "charlie":
        return frozenset({404})
    allowed = door.allowed(method)
    if allowed is None:
        return frozenset({405})
    if person in allowed:
        return CAME_IN | ({404} if method == "post" or door.may_be_missing else frozenset())
    return frozenset({403})


@pytest.mark.parametrize("name", [name for name, door in OUTSIDE.items() if isinstance(door, OwnDoor)])
def test_own_doors_ask_for_sign_in(name, cast):
    answer = Client().get(reverse(name))
    assert answer.status_code == 302
    assert answer.url.startswith(reverse("account_login"))
