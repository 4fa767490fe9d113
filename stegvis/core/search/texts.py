"""What is kept of texts to find them by, and what is looked for when somebody types."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property, lru_cache

from stegvis.core.folding import fold
from stegvis.core.search.rows import SearchRow

NAME_LENGTH: int = SearchRow._meta.get_field("name").max_length or 0
TEXT_LENGTH = 20_000
ASKED_LENGTH, ASKED_WORDS = 100, 8
NUMBER_SIGNS = frozenset("0123456789 +-/().")


def kept_name(name: str) -> str:
    """A name as the index keeps it."""
    return fold(name)[:NAME_LENGTH]


def kept_text(name: str, texts: Iterable[str]) -> str:
    """Everything a record is found by. Words with signs within stand there without them as well: "070-123" "070123".

    Begins with a blank, so that every word does.
    """
    pieces = [kept for text in (name, *texts) if text for kept in _pieces(text)]
    return f" {' '.join(dict.fromkeys(pieces))}"[:TEXT_LENGTH].rstrip() if pieces else ""


def _pieces(text: str) -> list[str]:
    """A text folded, its words with signs once more without them, and a short text in one word."""
    folded = _folded(_without_controls(text[:TEXT_LENGTH]))
    if folded.isalnum():
        return [folded]
    signed = [_bare(word) for word in folded.split() if not word.isalnum()]
    return [folded, *signed, *([_bare(folded)] if len(folded) <= NAME_LENGTH else [])]


def _folded(text: str) -> str:
    """As `fold` has it, word by word: most words of a long text need little, and the others come again."""
    if text.isascii():
        return fold(text)
    words = (word.lower() if word.isascii() else _folded_word(word) for word in text.split())
    return " ".join(word for word in words if word)


_folded_word = lru_cache(8192)(fold)


def _bare(folded: str) -> str:
    return "".join(sign for sign in folded if sign.isalnum())


def _without_controls(text: str) -> str:
    return text.replace("\x00", " ")


@dataclass(frozen=True)
class Asked:
    """What somebody typed. `words` are all to be met, each in one of its forms; or else one of `whole`."""

    text: str
    words: tuple[tuple[str, ...], ...]
    whole: tuple[str, ...]

    @classmethod
    def of(cls, typed: str) -> "Asked":
        """Read what was typed; whatever it is, it is only looked for."""
        text = fold(_without_controls(typed[: 2 * ASKED_LENGTH]))[:ASKED_LENGTH]
        words = tuple(forms for word in text.split()[:ASKED_WORDS] if (forms := _forms(word)))
        return cls(text, words, _whole(text) if len(words) > 1 else ())

    @property
    def is_empty(self) -> bool:
        """Whether nothing is asked for."""
        return not self.words

    @cached_property
    def alternatives(self) -> list[list[tuple[str, ...]]]:
        """The ways to match: each a list of words of which one form has to be in the text."""
        return [list(self.words), *([[self.whole]] if self.whole else [])]


def _forms(word: str) -> tuple[str, ...]:
    """The patterns of which one has to be in a text: the word as typed or without its signs, a number without its 0."""
    bare = _bare(word)
    forms = {word, bare} if bare else {word}
    return tuple(sorted({pattern for form in forms for pattern in _patterns(form)}, key=len))


def _patterns(form: str) -> list[str]:
    """Fragments of three letters are looked for anywhere, shorter ones where words begin."""
    if not form or not any(sign.isalnum() for sign in form):
        return []
    if len(form) < 3:
        return [f" {form}"]
    national = form.lstrip("0") if form.isdigit() else form
    return [form] if national == form or len(national) < 3 else [form, national]


def _whole(text: str) -> tuple[str, ...]:
    """A number in groups: "+46 70 123" is looked for as "4670123" too."""
    if not set(text) <= NUMBER_SIGNS:
        return ()
    return tuple(pattern for pattern in _patterns(_bare(text)) if len(pattern) > 3)
