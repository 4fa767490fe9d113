"""Names folded for sorting and finding; a company's without the words that only say its legal form."""

from functools import lru_cache

from stegvis.core.folding import fold

LONGEST = 300
# Folded, longest first where one ends in another.
FORMS = (
    "sp. z o.o. sp.k.",
    "sp. z o.o.",
    "sp. z o. o.",
    "sp z oo",
    "spolka z o.o.",
    "spolka akcyjna",
    "sp. j.",
    "sp.k.",
    "s.a.",
    "aktiebolag",
    "publ",
    "(publ)",
    "ab",
    "hb",
    "kb",
    "asa",
    "as",
    "ans",
    "da",
    "enk",
    "aps",
    "a/s",
    "oy",
    "oyj",
    "gmbh",
    "ag",
    "bv",
    "b.v.",
    "nv",
    "ltd",
    "ltd.",
    "limited",
    "llc",
    "plc",
    "inc",
    "inc.",
    "corp",
    "corp.",
    "sa",
    "sarl",
    "srl",
)


@lru_cache(maxsize=1 << 13)
def name_key(name: str) -> str:
    """What a company or person is sorted and found by."""
    return fold(name)[:LONGEST]


def bare_key(name: str) -> str:
    """The key of a company's name without its legal form: "Ekhamra Plåt AB" is "ekhamra plat"."""
    key = name_key(name)
    form = next((form for form in sorted(FORMS, key=len, reverse=True) if key.endswith(f" {form}")), "")
    return key.removesuffix(form).strip(" ,") if form else key


def same_keys(name: str) -> list[str]:
    """The keys under which a company of this name may stand already, with and without a legal form."""
    bare = bare_key(name)
    return [name_key(name), bare, *(f"{bare} {form}" for form in FORMS)] if bare else []
