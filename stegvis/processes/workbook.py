"""The checklist as a spreadsheet: a row for each step, to tick off on a deal or to plan with."""

import io

from django.utils.translation import gettext as _

from stegvis.processes.drawings import Drawing, DrawnStage
from stegvis.processes.overlays import Overlay

WIDTHS = (5, 26, 12, 70, 22, 12, 10)
LONGEST = 32_000  # a cell holds 32,767 characters


def workbook_of(title: str, drawing: Drawing, overlay: Overlay) -> bytes:
    """The file. Texts are written as texts, never as formulas or links."""
    import xlsxwriter  # 12 MB that few processes need

    buffer = io.BytesIO()
    with xlsxwriter.Workbook(
        buffer, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    ) as book:
        sheet = book.add_worksheet(_("Checklist"))
        _write(book, sheet, drawing, overlay)
        book.set_properties({"title": title[:250]})
    return buffer.getvalue()


def _write(book, sheet, drawing: Drawing, overlay: Overlay) -> None:
    head, text = book.add_format({"bold": True, "bottom": 1}), book.add_format({"text_wrap": True, "valign": "top"})
    heads = (_("Stage"), _("Name"), _("Who"), _("Step"), _("Kind"), _("Due after days"), _("Done"))
    for column, (words, width) in enumerate(zip(heads, WIDTHS, strict=True)):
        sheet.write_string(0, column, words, head)
        sheet.set_column(column, column, width, text)
    rows = [row for drawn in (*drawing.stages, *drawing.others) for row in _rows(drawn, overlay)]
    for place, row in enumerate(rows, 1):
        for column, value in enumerate(row):
            write = sheet.write_number if isinstance(value, int) else sheet.write_string
            write(place, column, value if isinstance(value, int) else value[:LONGEST])
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, max(len(rows), 1), len(heads) - 1)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)


def _rows(drawn: DrawnStage, overlay: Overlay) -> list[tuple[int | str, ...]]:
    head = (drawn.number or "", drawn.stage.name)
    tasks: list[tuple[int | str, ...]] = [
        (*head, task.role or _("Seller"), task.title, task.get_kind_display(), _number(task.due_days), _tick(done))
        for task in drawn.tasks
        for done in [overlay.is_done(drawn, task)]
    ]
    shown: list[tuple[int | str, ...]] = [
        (*head, _("Buyer"), one.text, _("Required") if one.hard else _("Evidence"), "", _tick(overlay.is_met(one)))
        for one in drawn.criteria
    ]
    return tasks + shown


def _number(value: int | None) -> int | str:
    return "" if value is None else value


def _tick(done: bool) -> str:
    return "✓" if done else ""
