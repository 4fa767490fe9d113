import csv
import json
import sys

from django.core.exceptions import PermissionDenied
from django.core.management.base import BaseCommand, CommandError
from django.http import QueryDict
from django.utils import timezone, translation

from stegvis.core.table_files import guarded
from stegvis.deals.filters import offered
from stegvis.insights.access import get_kind
from stegvis.insights.kinds import all_kinds
from stegvis.insights.queries.reading import Reading, read_report
from stegvis.insights.report import Report
from stegvis.insights.showing import as_facts, rows_of, told
from stegvis.workspaces.middleware import zone_of
from stegvis.workspaces.models import Member, Role, Workspace


class Command(BaseCommand):
    """A report in a terminal, or for a program."""

    requires_system_checks = ()  # scripts call this often; bin/check and the tests look at the system
    help = "Print a report of a workspace as its owner sees it (or somebody else, --as), as a table, JSON or CSV."

    def add_arguments(self, parser) -> None:
        """The filters are those of the page: what stands behind the question mark of its address."""
        parser.add_argument("name", choices=[kind.name for kind in all_kinds()])
        parser.add_argument("--workspace", required=True, metavar="SLUG")
        parser.add_argument("--process", metavar="NAME", help="a process by its name or number")
        parser.add_argument("--from", dest="start", metavar="DAY", help="2026-01-01")
        parser.add_argument("--to", dest="end", metavar="DAY", help="2026-03-31, included")
        parser.add_argument("--filter", action="append", default=[], metavar="KEY=VALUE", help="may be repeated")
        parser.add_argument("--format", choices=("table", "json", "csv"), default="table")
        parser.add_argument("--table", metavar="KEY", help="which table of the report, for CSV; else the first")
        parser.add_argument("--as", dest="member", metavar="EMAIL", help="as this member sees it")

    def handle(self, *, name: str, workspace: str, **options) -> None:
        """Speaks the language and counts the days of who it is printed for."""
        member = member_named(workspace, options["member"])
        language = member.user.language if member.user_id and member.user.language else member.workspace.language
        with translation.override(language), timezone.override(zone_of(member)):
            try:
                reading = read_report(member, get_kind(member, name), params_of(member, options))
            except PermissionDenied as refusal:
                raise CommandError(str(refusal)) from refusal
            for words in reading.asked.page.notices:
                raise CommandError(words)
            self.write(reading, options)

    def write(self, reading: Reading, options) -> None:
        """In the format that was asked for."""
        if options["format"] == "json":
            self.stdout.write(json.dumps(facts_of(reading), ensure_ascii=False, indent=2))
        elif options["format"] == "csv":
            write_csv(reading.report, options["table"])
        else:
            self.stdout.write("\n".join(lines_of(reading)))


def member_named(slug: str, email: str | None) -> Member:
    """The member with `email`, else the owner who came first; CommandError where there is none."""
    workspace = Workspace.objects.filter(slug=slug).first()
    if workspace is None:
        raise CommandError(f"There is no workspace “{slug}”.")
    members = Member.objects.filter(workspace=workspace, active=True).select_related("workspace", "user")
    wanted = members.filter(email__iexact=email) if email else members.filter(role=Role.OWNER)
    member = wanted.order_by("pk").first()
    if member is None:
        raise CommandError(f"Nobody in “{slug}” has the address {email}." if email else f"“{slug}” has no owner.")
    return member


def params_of(member: Member, options) -> QueryDict:
    """The same parameters that the page's address has."""
    params = QueryDict(mutable=True)
    params["view"] = "none"
    for pair in options["filter"]:
        key, equals, value = pair.partition("=")
        if not equals:
            raise CommandError(f"--filter {pair}: write KEY=VALUE.")
        params.appendlist(key, value)
    if options["process"]:
        params["process"] = process_named(member, options["process"])
    for key, name in (("start", "period-from"), ("end", "period-to")):
        if options[key]:
            params[name] = options[key]
    return params


def process_named(member: Member, name: str) -> str:
    """The number of a process, from its number or name; CommandError for none."""
    for option in offered("process", member):
        if name in (option.value, str(option.words)):
            return option.value
    raise CommandError(f"There is no process “{name}”.")


def facts_of(reading: Reading) -> dict:
    """What was asked, and what the report says."""
    asked = reading.asked
    return {
        "report": reading.kind.name,
        "process": asked.process.name if asked.process else None,
        "from": None if asked.is_all_time else asked.start.isoformat(),
        "to": asked.end.isoformat(),
        "filters": {one.filter.key: one.words for one in asked.filters if one.on},
        **as_facts(reading.report),
    }


def write_csv(report: Report, key: str | None) -> None:
    """One table, without the mark for Excel: it goes into a pipe."""
    table = report.table(key) if key else next(iter(report.all_tables), None)
    if table is None:
        raise CommandError(f"The report has no table “{key}”." if key else str(report.empty))
    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow([column.key for column in table.columns])
    for row in rows_of(table):
        writer.writerow([guarded(value) for value in row])


def lines_of(reading: Reading) -> list[str]:
    """The report as text: sentences, then each table with its columns under each other."""
    report = reading.report
    lines = [f"{reading.kind.title} · {reading.asked.period_words}", "", *([report.empty] if report.empty else [])]
    lines += report.sentences
    for table in report.all_tables:
        rows = [[column.label for column in table.columns]]
        rows += [
            [told(cell.value, column.kind, report.currency) for cell, column in zip(row, table.columns, strict=True)]
            for row in [*table.rows, *([table.foot] if table.foot else [])]
        ]
        widths = [max(len(row[place]) for row in rows) for place in range(len(table.columns))]
        lines += ["", table.title]
        lines += ["  ".join(_padded(table, row, widths)).rstrip() for row in rows]
    return [*lines, *(f"* {words}" for words in report.notes)]


def _padded(table, row, widths):
    for column, words, width in zip(table.columns, row, widths, strict=True):
        yield words.ljust(width) if column.kind == "text" else words.rjust(width)
