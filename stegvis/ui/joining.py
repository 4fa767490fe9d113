"""Joining what one file imports into it: `@import` in CSS, imports for their effect alone in JavaScript.

Not a bundler: no names are changed and nothing is left out. Every element's module becomes a block of its own, so two
modules may use one name; imports that bring names stay imports, are hoisted and kept once.
"""

import posixpath
import re

CSS_IMPORT = re.compile(r'@import url\("(?P<url>[^"]+)"\)(?: layer\((?P<layer>[\w.-]+)\))?;\n?')
CSS_URL = re.compile(r'url\("(?P<url>[^"/:#][^":]*)"\)')
JS_EFFECT = re.compile(r'^import "(?P<url>\.[^"]+)";\n?', re.MULTILINE)
JS_NAMES = re.compile(r'^import (?P<names>[^"]+?) from "(?P<url>\.[^"]+)";\n?', re.MULTILINE)
JS_LATER = re.compile(r'\bimport\("(?P<url>\.[^"]+)"\)')


def join_imports(name: str, paths: dict) -> str:
    """The text of the static file `name` with its imports in it; `paths` as collectstatic has it."""
    return _join_css(name, paths) if name.endswith(".css") else _join_js(name, paths)


def _read(name: str, paths: dict) -> str:
    storage, path = paths[name]
    with storage.open(path) as file:
        return file.read().decode()


def _near(name: str, url: str) -> str:
    return posixpath.normpath(posixpath.join(posixpath.dirname(name), url))


def _rebase(url: str, name: str, entry: str) -> str:
    """A relative address written in `name`, as `entry` has to write it."""
    path = posixpath.relpath(_near(name, url), posixpath.dirname(entry))
    return path if path.startswith(".") else f"./{path}"


def _join_css(entry: str, paths: dict) -> str:
    def part(match: re.Match) -> str:
        name = _near(entry, match["url"])
        text = CSS_URL.sub(lambda url: f'url("{_rebase(url["url"], name, entry)}")', _read(name, paths))
        return f"@layer {match['layer']} {{\n{text}}}\n" if match["layer"] else text

    return CSS_IMPORT.sub(part, _read(entry, paths))


def _join_js(entry: str, paths: dict) -> str:
    hoisted: dict[str, None] = {}

    def part(match: re.Match) -> str:
        return f"{{\n{_module(_near(entry, match['url']), entry, paths, hoisted)}}}\n"

    body = JS_EFFECT.sub(part, _read(entry, paths))
    return "".join(hoisted) + body


def _module(name: str, entry: str, paths: dict, hoisted: dict) -> str:
    """The body of one module; its own imports of names go into `hoisted`, a set that keeps its order."""

    def lift(match: re.Match) -> str:
        hoisted[f'import {match["names"]} from "{_rebase(match["url"], name, entry)}";\n'] = None
        return ""

    text = JS_NAMES.sub(lift, _read(name, paths))
    return JS_LATER.sub(lambda url: f'import("{_rebase(url["url"], name, entry)}")', text)
