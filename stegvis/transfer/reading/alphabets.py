"""Tell single-byte encodings apart by the letters they would make: Polish, Nordic, or nonsense.

General detectors guess CP1250, ISO-8859-2 and CP1252 wrongly on short lists of company names. The letters that
Swedish, Norwegian and Polish really use, and where in a word they can stand, decide them.
"""

from collections import Counter

CANDIDATES = ("cp1252", "cp1250", "iso8859-2")
_ALPHABETS = (frozenset("ąćęłńóśźżĄĆĘŁŃÓŚŹŻ"), frozenset("åäöæøÅÄÖÆØéÉüÜ"))
_SPECIAL_VOWELS = frozenset("ąęóåäöæøé")
_VOWELS = frozenset("aeiouy") | _SPECIAL_VOWELS
_COMMON = frozenset("áàâçèêëíîïñôúûüýšžčßÁÈÊÜŠŽČ")
_MARKS = frozenset("–—‘’“”„…€•™®©°§´·«»×£½\u00a0²³¹ºª")
_IN_WORD, _ODD, _CONTROL = -2.0, -1.0, -6.0


def best_single_byte(words: Counter[bytes]) -> tuple[str, float]:
    """Return the likeliest encoding of `words` (each with its two neighbouring bytes) and a confidence 0..1."""
    letters = sum(count * sum(byte > 127 for byte in word) for word, count in words.items()) or 1
    scores = {encoding: _score(words, encoding) / letters for encoding in CANDIDATES}
    best = max(CANDIDATES, key=lambda encoding: scores[encoding])
    if scores[best] < 0:
        return _general_guess(words) or (best, 0.2)
    second = max((scores[other] for other in CANDIDATES if _differs(words, best, other)), default=-1.0)
    return best, round(min(0.95, 0.5 + (scores[best] - second) / 2), 2)


def _differs(words: Counter[bytes], best: str, other: str) -> bool:
    text = b" ".join(words)
    return text.decode(best, "replace") != text.decode(other, "replace")


def _score(words: Counter[bytes], encoding: str) -> float:
    """The best sum over the alphabets: a file is Polish or Nordic, seldom both."""
    decoded = [(word.decode(encoding, "replace"), count) for word, count in words.items()]
    return max(sum(_word_score(word, alphabet) * count for word, count in decoded) for alphabet in _ALPHABETS)


def _word_score(word: str, alphabet: frozenset[str]) -> float:
    padded = f" {word} "
    return sum(
        _sign_score(sign, padded[place - 1], padded[place + 1], alphabet)
        for place, sign in enumerate(padded)
        if sign > "\x7f"
    )


def _sign_score(sign: str, before: str, after: str, alphabet: frozenset[str]) -> float:
    if sign in alphabet:
        return 1.0 + _fit(sign.lower(), before.lower(), after.lower())
    if sign in _COMMON:
        return 0.3
    if sign in _MARKS:
        return _IN_WORD if before.isalpha() and after.isalpha() and sign not in "’´" else 0.3
    if sign == "\ufffd" or sign < "\xa0":
        return _CONTROL
    return _ODD


def _fit(sign: str, before: str, after: str) -> float:
    """Half a point when a vowel stands between consonants, or a consonant beside a vowel ("Bærum", not "Bćrum")."""
    beside_vowel = before in _VOWELS or after in _VOWELS
    alone = not before.isalpha() and not after.isalpha()
    if alone:
        return -1.5
    return 0.5 if (sign in _SPECIAL_VOWELS) != beside_vowel else 0.0


def _general_guess(words: Counter[bytes]) -> tuple[str, float] | None:
    """What charset-normalizer thinks of a file in none of our encodings."""
    from charset_normalizer import from_bytes

    match = from_bytes(b"\n".join(list(words)[:5_000])).best()
    return (match.encoding, 0.3) if match else None
