"""Their products, owners and reasons among ours."""

from collections.abc import Sequence

from stegvis.core.folding import fold, squeeze


def suggest_value_mapping(their_values: Sequence[str], our_names: Sequence[str]) -> dict[str, str | None]:
    """For each of their values our name that is written alike, None where none or several are.

    Case, accents, blanks and punctuation do not matter ("GTXPro" is "GTX Pro"), nor does the order of
    words ("Frase, Moses" is "Moses Frase").
    """
    exact = set(our_names)
    alike = _unique(our_names, squeeze)
    turned = _unique(our_names, _sorted_words)
    return {
        value: value if value in exact else alike.get(squeeze(value)) or turned.get(_sorted_words(value))
        for value in dict.fromkeys(their_values)
    }


def _unique(names: Sequence[str], key_of) -> dict[str, str]:  # type: ignore[no-untyped-def]
    """Names by key; a key that several different names share is left out, as is an empty one."""
    found: dict[str, set[str]] = {}
    for name in names:
        found.setdefault(key_of(name), set()).add(name)
    return {key: next(iter(same)) for key, same in found.items() if key and len(same) == 1}


def _sorted_words(text: str) -> str:
    return " ".join(sorted(filter(None, (squeeze(word) for word in fold(text).replace(",", " ").split()))))
