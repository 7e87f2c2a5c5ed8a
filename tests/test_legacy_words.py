"""Words of legacy encodings: what lexicons have to say."""

from __future__ import annotations

from fixtext.language import load
from fixtext.legacy_words import are_words

GARBLED = [
    "ðnekuèiuodamiesi",
    "ðeðiasdeðimt",
    "forminës",
    "staèiuodavo",
    "galëjo",
    "þmonës",
    "metø",
]
MADE = ["šnekučiuodamiesi", "šešiasdešimt", "forminės", "stačiuodavo", "galėjo", "žmonės", "metų"]


def _are_words(bits: float, languages: list[str]) -> bool:
    return are_words("windows-1257", bits, GARBLED, MADE, languages, load())


def test_several_words_of_a_language_that_is_told_need_no_full_lexicon() -> None:
    assert _are_words(110.0, ["lt"])
    assert not _are_words(60.0, ["lt"])
    # Without words around that tell the language, or where it is another one.
    assert not _are_words(110.0, [])
    assert not _are_words(110.0, ["is"])
