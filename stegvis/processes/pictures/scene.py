"""What a picture is made of before anybody decides on SVG or paper: shapes, and texts that know their box."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from stegvis.processes.pictures.measuring import STYLES, height_of, width_of, wrap


@dataclass(frozen=True)
class Box:
    """A rectangle."""

    x: float
    y: float
    width: float
    height: float

    @property
    def right(self) -> float:
        """Its right edge."""
        return self.x + self.width

    @property
    def bottom(self) -> float:
        """Its lower edge."""
        return self.y + self.height

    def holds(self, other: "Box", slack: float = 0.5) -> bool:
        """Whether `other` lies inside."""
        return (
            other.x >= self.x - slack
            and other.y >= self.y - slack
            and other.right <= self.right + slack
            and other.bottom <= self.bottom + slack
        )

    def meets(self, other: "Box", slack: float = 0.5) -> bool:
        """Whether both share more than an edge."""
        across = self.x < other.right - slack and other.x < self.right - slack
        return across and self.y < other.bottom - slack and other.y < self.bottom - slack


@dataclass(frozen=True)
class Shape:
    """An SVG element without text: its name, attributes of geometry, and what it is ("node won")."""

    tag: str
    facts: tuple[tuple[str, float | str], ...]
    role: str


@dataclass(frozen=True)
class Line:
    """One line of text. `box` is where it stands, `within` what it may not leave."""

    text: str
    style: str
    role: str
    box: Box
    within: Box
    middle: bool = False


@dataclass(frozen=True)
class Zone:
    """What can be pressed where a picture is edited: "stage", "ask", "back", "branch" or "gap", and the key it means.

    A box, or the line along `path` and the box of its words.
    """

    kind: str
    key: str
    words: str
    box: Box | None = None
    path: str = ""


@dataclass
class Scene:
    """A picture of a size; `title` says what it shows."""

    title: str
    width: float = 0
    height: float = 0
    shapes: list[Shape] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)
    zones: list[Zone] = field(default_factory=list)

    def rect(self, box: Box, role: str, radius: float = 0) -> None:
        """A box."""
        facts = (("x", box.x), ("y", box.y), ("width", box.width), ("height", box.height), ("rx", radius))
        self.shapes.append(Shape("rect", facts, role))

    def path(self, steps: str, role: str) -> None:
        """A line or an outline in SVG's words."""
        self.shapes.append(Shape("path", (("d", steps),), role))

    def ring(self, x: float, y: float, radius: float, role: str) -> None:
        """A circle."""
        self.shapes.append(Shape("circle", (("cx", x), ("cy", y), ("r", radius)), role))

    def write(self, lines: Sequence[str], style: str, role: str, at: Box, *, middle: bool = False) -> float:
        """Lines below each other from the top of `at`; where the next would begin. They stay within `at`."""
        y, line = at.y, STYLES[style].line
        for text in lines:
            wide = width_of(text, style)
            x = at.x + (at.width - wide) / 2 if middle else at.x
            self.lines.append(Line(text, style, role, Box(x, y, wide, line), at, middle))
            y += line
        return y

    def tell(self, text: str, style: str, role: str, at: Box) -> float:
        """`text` wrapped to the width of `at`, from its top; where the next would begin."""
        lines = wrap(text, style, at.width)
        return self.write(lines, style, role, Box(at.x, at.y, at.width, height_of(len(lines), style)))
