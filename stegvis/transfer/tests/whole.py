"""A workspace with something of everything, and ways to compare what came out of two of them."""

import io
import json
from datetime import timedelta
from pathlib import Path
from zipfile import ZipFile

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from stegvis.deals.models import DealLine, Product
from stegvis.deals.operations.competing import put_in_play
from stegvis.deals.operations.editing import set_stakeholders
from stegvis.deals.operations.evidence import record_evidence
from stegvis.deals.operations.moving import lose_deal, win_deal
from stegvis.people.operations.merging import merge_companies
from stegvis.processes.models import TaskTemplate
from stegvis.testing import builders
from stegvis.timeline.operations.correcting import correct_entry
from stegvis.timeline.operations.filing import add_file
from stegvis.timeline.operations.finishing import complete_task
from stegvis.timeline.operations.tasks import create_task
from stegvis.timeline.operations.writing import log_call, write_note
from stegvis.transfer.whole.writing import write_whole
from stegvis.workspaces.models import ListChoice, Member, Notice, Rate, SavedView, Tag, Workspace
from stegvis.workspaces.operations.deleting import delete_records
from stegvis.workspaces.operations.editing import edit_record
from stegvis.workspaces.operations.following import follow_record


def fill(workspace: Workspace, owen: Member, alice: Member, bob: Member) -> None:
    """Something of (nearly) everything, with texts that are hard to carry."""
    process = builders.make_process(workspace)
    builders.make_process(workspace, "Existing customers")
    stage = builders.stage_of(process, "Lead")
    criterion = builders.make_criterion(stage)
    TaskTemplate.objects.create(workspace=workspace, stage=stage, title="Call them", position=0)
    team = builders.make_team(workspace, "North", alice, bob)
    tag = Tag.objects.create(workspace=workspace, name='\'Fair; "Oslo"')
    Rate.objects.create(workspace=workspace, currency="EUR", rate="11.25", since=timezone.localdate())
    owner_field = builders.make_field(owen, "Buyer", "person")
    other_field = builders.make_field(owen, "Partner", "member", of="deal")
    company = builders.make_company(
        alice, "=SUM(1+1) AB", description='\'Two\r\nlines, "quoted"\n\n-', revenue="1200.50"
    )
    company.tags.add(tag)
    company.named.add(bob)
    company.addresses.create(workspace=workspace, city="Oslo")
    company.contact_points.create(workspace=workspace, kind="phone", value="+4781", key="+4781")
    person = builders.make_person(bob, "Ωmega", "‏مرحبا 🎈", company=company)
    edit_record(company, {f"own:{owner_field.key}": person.pk, "industry": "@steel"}, by=owen)
    deal = builders.make_deal(alice, "Deal ÅÄÖ", process=process, company=company, amount="12.50", team=team)
    edit_record(deal, {f"own:{other_field.key}": bob.pk}, by=owen)
    record_evidence(deal, criterion, by=alice, note="=Said so")
    set_stakeholders(deal, [person], by=alice)
    product = Product.objects.create(workspace=workspace, name="Valve", price="3.20", currency="SEK")
    DealLine.objects.create(workspace=workspace, deal=deal, product=product, name="Valve", quantity="2", position=0)
    put_in_play(deal, "Voltaro", by=alice)
    note = write_note(deal, "Met @Bob, **good**\n\n=1+1", by=alice)
    correct_entry(note, by=alice, text="Met @Bob, better")
    log_call(person, by=bob, text="Nobody there", outcome="no_answer")
    add_file(deal, SimpleUploadedFile("offer.txt", b"An offer of ours."), by=alice)
    task = create_task("Call", by=alice, due_on=timezone.localdate(), deal=deal)
    complete_task(task, by=alice, note="Done it")
    create_task("Write", by=alice, due_on=timezone.localdate() + timedelta(3), deal=deal, assignee=bob)
    won, lost = builders.make_deal(bob, "Won", process=process), builders.make_deal(bob, "Lost", process=process)
    win_deal(won, by=bob, reason="They signed at once")
    lose_deal(lost, by=bob, lost_reason=builders.make_lost_reason(workspace))
    merge_companies(company, builders.make_company(alice, "Twin AB", parent=company), by=owen)
    gone = builders.make_company(alice, "Gone AB")
    delete_records([gone], by=alice)
    view = SavedView.objects.create(
        workspace=workspace, listing="deals", name="Mine", owner=alice, query=f"owner={alice.pk}&process={process.pk}"
    )
    ListChoice.objects.create(workspace=workspace, member=alice, listing="deals", view=view, columns=["title"])
    follow_record(deal, by=bob)
    Notice.objects.create(workspace=workspace, member=bob, act="given", kind="deal", record_id=deal.pk, by=alice)


def written(workspace: Workspace) -> bytes:
    """The file of a workspace."""
    file = io.BytesIO()
    write_whole(workspace, file)
    return file.getvalue()


def keep(content: bytes, folder: Path) -> Path:
    """The file, on the disk."""
    path = folder / "whole.zip"
    path.write_bytes(content)
    return path


def parts(content: bytes) -> dict[str, bytes]:
    """What is in a file, without the moment at which it was written."""
    with ZipFile(io.BytesIO(content)) as archive:
        found = {name: archive.read(name) for name in archive.namelist()}
    manifest = json.loads(found.pop("manifest.json"))
    return found | {"rows": json.dumps(manifest["rows"], sort_keys=True).encode()}
