"""People's own words as mark-up: Markdown without raw HTML, pictures or styles, and with members' names linked."""

import re
from collections.abc import Iterator, Mapping
from functools import cache, lru_cache
from html import escape

from markupsafe import Markup

KEPT = 2048
TAGS = set(
    "p br hr em strong s code pre blockquote ul ol li h3 h4 h5 table thead tbody tr th td a span".split()
)  # fmt: skip
SCHEMES = {"http", "https", "mailto", "tel"}
# A heading in a note is never larger than those of the page around it.
HEADINGS = {"h1": "h3", "h2": "h4", "h3": "h5", "h4": "h5", "h5": "h5", "h6": "h5"}


def prose(text: str, mentioned: Mapping[str, str] | None = None) -> Markup:
    """`text` (Markdown) as safe mark-up. `mentioned` are addresses of members by name, as in "@Alice Berg"."""
    return _rendered(text, tuple(sorted((mentioned or {}).items())))


@lru_cache(KEPT)
def _rendered(text: str, mentioned: tuple[tuple[str, str], ...]) -> Markup:
    import nh3

    reader = _reader()
    tokens = reader.parse(text)
    for token in tokens:
        token.tag = HEADINGS.get(token.tag, token.tag)
        if token.children:
            token.children = list(_with_mentions(token.children, dict(mentioned)))
    made = reader.renderer.render(tokens, reader.options, {})
    return Markup(
        nh3.clean(
            made,
            tags=TAGS,
            attributes={"a": {"href"}, "ol": {"start"}},
            url_schemes=SCHEMES,
            allowed_classes={"a": {"mention"}},
            link_rel="noopener noreferrer nofollow",
            set_tag_attribute_values={"table": {"tabindex": "0"}, "pre": {"tabindex": "0"}},
        )
    )


@cache
def _reader():
    from markdown_it import MarkdownIt

    reader = MarkdownIt("commonmark", {"html": False, "breaks": True, "linkify": True, "maxNesting": 20})
    return reader.enable(["table", "strikethrough", "linkify"]).disable(["image", "html_block", "html_inline"])


def _with_mentions(tokens: list, mentioned: dict[str, str]) -> Iterator:
    """Names in plain text become links; those within a link stay as they are."""
    names = sorted(mentioned, key=len, reverse=True)
    pattern = re.compile("|".join(rf"@{re.escape(name)}(?!\w)" for name in names)) if names else None
    depth = 0
    for token in tokens:
        depth += token.nesting if token.type.startswith("link_") else 0
        if pattern is None or token.type != "text" or depth:
            yield token
        else:
            yield from _parted(token, pattern, mentioned)


def _parted(token, pattern: re.Pattern[str], mentioned: dict[str, str]) -> Iterator:
    done = 0
    for found in pattern.finditer(token.content):
        yield _piece("text", token.content[done : found.start()])
        name = found.group()[1:]
        yield _piece("html_inline", f'<a class="mention" href="{escape(mentioned[name])}">@{escape(name)}</a>')
        done = found.end()
    yield _piece("text", token.content[done:])


def _piece(kind: str, content: str):
    from markdown_it.token import Token

    return Token(kind, "", 0, content=content)
