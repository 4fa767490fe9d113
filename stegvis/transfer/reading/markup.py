"""Notes that other CRMs export as HTML, as the text that people saw."""

import re
from html.parser import HTMLParser

_MARKED = re.compile(
    r"\s*<(?:!doctype|html|body|p|div|span|br|b|strong|i|em|ul|ol|h[1-6]|table|a)\b[^>]*>", re.IGNORECASE
)
_BREAKS = {"p", "div", "br", "li", "tr", "h1", "h2", "h3", "h4", "h5", "h6"}
_SILENT = {"script", "style", "head", "title"}


class _Text(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self.silent = 0

    def handle_starttag(self, tag: str, attrs) -> None:
        self.silent += tag in _SILENT
        if tag in _BREAKS:
            self.parts.append("\n- " if tag == "li" else "\n")

    def handle_endtag(self, tag: str) -> None:
        self.silent -= tag in _SILENT and self.silent > 0
        if tag == "p":
            self.parts.append("\n")

    def handle_data(self, data: str) -> None:
        if not self.silent:
            self.parts.append(re.sub(r"\s+", " ", data))


def without_markup(text: str) -> str:
    """`text` without its tags where it begins with one; every other text as it is."""
    if not _MARKED.match(text):
        return text
    parser = _Text()
    parser.feed(text)
    parser.close()
    lines = (line.strip() for line in "".join(parser.parts).splitlines())
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()
