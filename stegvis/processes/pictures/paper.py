"""A scene on one sheet of paper, as PDF or as a picture of it.

Shapes are an SVG, texts are lines of HTML over it: Pango then sets them in any script, right to left too, which
WeasyPrint's own SVG does letter by letter.
"""

import subprocess
import sys
from functools import cache
from html import escape
from pathlib import Path

from stegvis.processes.pictures.measuring import EXTENDED, LATIN, STYLES
from stegvis.processes.pictures.scene import Line, Scene
from stegvis.processes.pictures.svg import PAPER, shapes_svg
from stegvis.processes.running import run
from stegvis.ui.packages import package_file

SCRIPT = Path(__file__).with_name("printing.py")
PATIENCE = 20
# Sides in pixels of CSS (96 to an inch), the margin around.
A4, A3, MARGIN = (794, 1123), (1123, 1587), 32
# Below this share of the size on the screen a sheet twice as large is better.
READABLE = 0.62
PER_INCH = 96


class NoPaper(Exception):
    """WeasyPrint or its Pango is missing, or it did not answer in time."""


def pdf_of(scene: Scene) -> bytes:
    """One page, A4 or A3, whichever is needed and however it lies best."""
    return _made("pdf", _page(scene, *sheet_for(scene)))


def png_of(scene: Scene) -> bytes:
    """A picture as large as the drawing, three times as fine as the screen needs it."""
    return _made("png", _page(scene, scene.width, scene.height, 0))


def sheet_for(scene: Scene) -> tuple[float, float, int]:
    """Width, height and margin of the sheet."""
    width, height = max((_turned(scene, A4), _turned(scene, A3)), key=lambda sheet: _rank(scene, sheet))
    return width, height, MARGIN


def _turned(scene: Scene, sheet: tuple[int, int]) -> tuple[int, int]:
    return max((sheet, sheet[::-1]), key=lambda one: _share(scene, one[0], one[1], MARGIN))


def _rank(scene: Scene, sheet: tuple[int, int]) -> tuple[bool, int]:
    """The small sheet where it can be read, else the large one."""
    return _share(scene, *sheet, MARGIN) >= READABLE or sheet[0] * sheet[1] > A4[0] * A4[1], -sheet[0] * sheet[1]


def _share(scene: Scene, width: float, height: float, margin: float) -> float:
    return min((width - 2 * margin) / scene.width, (height - 2 * margin) / scene.height, 1.0)


def _page(scene: Scene, width: float, height: float, margin: float) -> str:
    share = _share(scene, width, height, margin)
    size = f"@page{{size:{width / PER_INCH:.4f}in {height / PER_INCH:.4f}in;margin:{margin}px}}"
    base = "body{margin:0}div{position:absolute;white-space:pre;font-family:Inter,'Inter Extended',sans-serif}"
    shapes = shapes_svg(scene, scene.width * share, scene.height * share)
    texts = "".join(_text(line, share) for line in scene.lines)
    style = f"<style>{_font_faces()}{size}{base}{_inks()}svg{{position:absolute;left:0;top:0}}</style>"
    return f"<!doctype html><title>{escape(scene.title)}</title>{style}{shapes}{texts}"


def _text(line: Line, share: float) -> str:
    style, box = STYLES[line.style], line.within if line.middle else line.box
    where = f"left:{box.x * share:.2f}px;top:{line.box.y * share:.2f}px"
    font = f"font-size:{style.size * share:.3f}px;line-height:{style.line * share:.3f}px;font-weight:{style.weight}"
    middle = f";width:{box.width * share:.2f}px;text-align:center" if line.middle else ""
    return f'<div class="{line.role}" style="{where};{font}{middle}">{escape(line.text)}</div>'


def _inks() -> str:
    inks = ((role, rule) for role, rule in PAPER.items() if role.startswith(("ink", "on-")))
    return "".join(f"div.{role}{{{rule.replace('fill', 'color')}}}" for role, rule in inks)


@cache
def _font_faces() -> str:
    files = (("Inter", package_file(LATIN)), ("Inter Extended", package_file(EXTENDED)))
    face = "@font-face{{font-family:'{}';font-weight:100 900;src:url({}) format('woff2')}}"
    return "".join(face.format(family, file.resolve().as_uri()) for family, file in files if file)


def _made(kind: str, page: str) -> bytes:
    asked = [sys.executable, str(SCRIPT), kind]
    try:
        return run(asked, page.encode(), PATIENCE)
    except (subprocess.SubprocessError, OSError) as error:
        raise NoPaper from error
