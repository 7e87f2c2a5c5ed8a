"""Characters that a decoder replaced: legacy text read as UTF-8, "K\ufffdnig" for "König".

Each byte beyond ASCII became U+FFFD, since next to none of them is UTF-8; nothing of it is left.
In a word of Latin script the letters around it tell what it was, as far as a model believes.
Where they do not, the sign is left alone and said to be beyond repair.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from fixtext import codepages
from fixtext.adaptation import adapt
from fixtext.beam_search import best_path
from fixtext.calibration import calibrate
from fixtext.channels import Channel, garble
from fixtext.identification import language_of, script_of
from fixtext.language import LanguageModel
from fixtext.lattice import Edge, Piece
from fixtext.legacy_pages import LANGUAGES
from fixtext.legacy_words import is_known
from fixtext.readings import Choice, Reading

SIGN = "\N{REPLACEMENT CHARACTER}"

LEAST_CONFIDENCE = 0.5
"""Below this probability of all its characters together a word is left alone."""

SURE_CONFIDENCE = 0.9
"""From this probability on a word need not be in a lexicon."""

BITS = 4.0
"""What a reading is said to gain: more than chance, less than any other evidence."""

# One or two at once, touching a letter of Latin script; more are of another script.
_WORD = re.compile(
    f"(?<![^\\W\\d_\x00-\u024f])[A-Za-z\xc0-\u024f'’{SIGN}-]*{SIGN}[A-Za-z\xc0-\u024f'’{SIGN}-]*"
)
_LEAST_LETTERS = 3
"""Letters of a word that must be left where the language is not known."""

_LETTERS = re.compile(r"[^\W\d_]+")
_MOST_IN_A_ROW = 2
_MOST_SHARE = 0.5
"""Share of the letters of a word that may be gone."""

_FAR = 24
"""Characters before a word, and behind it, that it is read with."""

_USUAL_PAGE = "windows-1252"


def suspects(text: str) -> bool:
    """Whether U+FFFD touches a letter of ASCII somewhere."""
    return SIGN in text and _BESIDE.search(text) is not None


_BESIDE = re.compile(f"{SIGN}(?:(?<=[A-Za-z]{SIGN})|(?=[A-Za-z]))")


def read(text: str, model: LanguageModel, context: Iterable[str] = ()) -> list[Reading]:
    """The readings of words with replaced characters, as far as they are sure enough."""
    if script_of(text) != "latin":
        return []
    language = language_of(text, model)
    if language is None and _CONTRACTION.search(text):
        language = "en"
    page = _page_of(language)
    channel = Channel(page, "utf-8", "fffd")
    adapted = adapt(model, [*context, text.replace(SIGN, "\n")], "", language)
    replaced = Edge(1, _candidates(page))
    codes = [language] if language else model.codes_of("latin")
    readings = []
    known: dict[tuple[str, str, str], list[Piece]] = {}
    for match in _WORD.finditer(text):
        word, start = match[0], match.start()
        if not _may_be_told(word, 1 if language else _LEAST_LETTERS):
            continue
        before = text[max(start - _FAR, 0) : start].rpartition(SIGN)[2]
        following = text[match.end() : match.end() + _FAR].partition(SIGN)[0]
        key = before, word, following
        if key not in known:
            if len(known) > _MOST_KNOWN:
                known.clear()
            edges = [[replaced] if char == SIGN else [Edge(1, (char,))] for char in word]
            known[key] = best_path(edges, before or "\n", following, adapted)
        pieces = known[key]
        found = _readings(start, word, pieces, channel)
        words = _LETTERS.findall("".join([piece.char for piece in pieces]))
        is_contraction = language == "en" and _CONTRACTION.search(word)
        if (
            is_contraction
            or _is_sure(found)
            or all(is_known(word, codes, model) for word in words if len(word) > 1)
        ):
            readings += found
    return readings


_CONTRACTION = re.compile(
    r"\b(?:I|you|we|they|s?he|it|that|there|what|who|let|won|can"
    r"|(?:do|does|did|is|are|was|were|has|have|had|could|would|should)n)"
    f"{SIGN}(?:m|re|ve|ll|d|s|t)\\b",
    re.IGNORECASE,
)
"""English of few words is known by its contractions."""

_MOST_KNOWN = 10_000
"""Words with what stands around them that are remembered."""


def _is_sure(readings: list[Reading]) -> bool:
    """Whether a word that no lexicon has is to be believed."""
    choices = [choice for reading in readings for choice in reading.choices]
    return all(choice.confidence >= SURE_CONFIDENCE for choice in choices)


def _may_be_told(word: str, least: int) -> bool:
    """Whether enough of a word is left, so many letters at least."""
    letters = sum(map(str.isalpha, word))
    gone = word.count(SIGN)
    return (
        letters >= least
        and SIGN * (_MOST_IN_A_ROW + 1) not in word
        and gone <= _MOST_SHARE * (letters + gone)
    )


def _readings(start: int, word: str, pieces: list[Piece], channel: Channel) -> list[Reading]:
    """A reading for each run of replaced characters of a word; none if one is in doubt."""
    found = []
    of_all = 1.0
    at = 0
    while at < len(pieces):
        end = at
        while end < len(pieces) and word[end] == SIGN:
            end += 1
        if end > at:
            choices = tuple(
                Choice(
                    place,
                    piece.char,
                    *calibrate(piece.confidence, piece.alternatives, torn=True),
                )
                for place, piece in enumerate(pieces[at:end])
            )
            after = "".join([piece.char for piece in pieces[at:end]])
            before = word[at:end]
            for choice in choices:
                of_all *= choice.confidence
            if garble(after, channel) != before:
                return []
            found.append(Reading(start + at, start + end, before, after, (channel,), choices, BITS))
        at = end + 1
    return found if of_all >= LEAST_CONFIDENCE else []


def _page_of(language: str | None) -> str:
    """The code page that texts of a language are most likely in."""
    pages = LANGUAGES.get(language or "", ())
    return next((page for page in pages if page in codepages.NAMES), _USUAL_PAGE)


@lru_cache(maxsize=None)
def _candidates(page: str) -> tuple[str, ...]:
    """The letters of a code page, and its quotes and dashes."""
    shown = codepages.decoding_table(page)[0x80:]
    return tuple(sorted(c for c in shown if (c.isalpha() and c not in "ªºµƒ") or c in "‘’“”„–—…"))
