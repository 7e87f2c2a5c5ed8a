"""Whether readings make text that is believable: not only better than what was found.

A reading may gain a great deal and still be nonsense, where the text is garbled in a way that no
channel here explains. Between two layers nonsense is what to expect, so only what comes out in the
end is judged.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left
from collections.abc import Iterable
from itertools import islice
from operator import attrgetter

from fixtext.chance import WITHOUT_SPACES, is_strange
from fixtext.edits import applied, places_in_result
from fixtext.hypotheses import JUDGED, believable
from fixtext.identification import MOST_TEXT, script_of
from fixtext.language import LanguageModel, load
from fixtext.multibyte import READERS
from fixtext.readings import Reading, by_layers, is_unread
from fixtext.scan import page_bits
from fixtext.whole import Whole, sizes_of, some_readings_of

_MOST_NONSENSE = 0.15
"""Share of the characters that layers explain which may look unbelievable."""

_MOST_JUDGED = 120
_MOST_JUDGED_OF_WHOLE = 40
"""Characters of readings that are looked at for that; fewer where all of a text is whole UTF-8."""


def credible(text: str, readings: list[Reading]) -> list[Reading]:
    """The readings whose layers make believable text of nearly all that they explain."""
    if not readings:
        return []
    model = load()
    result = applied(text, readings)
    script = _script_around(result[:MOST_TEXT])
    starts = list(map(_start, readings))
    places = places_in_result(readings)
    refused: set[int] = set()
    for some in by_layers(readings).values():
        sample = some[:: _step(list(map(len, map(_after, some))))]
        items = [(places[bisect_left(starts, r.start)][0], r) for r in sample]
        bad, makes_sense = _judged(items, result, script, model)
        refused |= bad if makes_sense else set(map(_start, some))
        refused.update(reading.start for reading in some if _only_moves_loss(reading))
    return [r for r in readings if r.start not in refused] if refused else readings


def _script_around(text: str) -> str | None:
    """The script that words of a text are in: that of ASCII, where it has a letter or two beyond.

    Not so in scripts without spaces: in "T恤", one letter is a word.
    """
    script = script_of(text)
    if script in WITHOUT_SPACES or len(text) < _LETTERS_TO_OTHERS:
        return script
    others = islice(_OTHER_LETTER.finditer(text), _FEW_OTHERS + 1)
    if len(list(others)) > _FEW_OTHERS or sum(map(str.isalpha, text)) < _LETTERS_TO_OTHERS:
        return script
    return "latin"


_OTHER_LETTER = re.compile(r"[^\W\d_\x00-\x7f]")
_FEW_OTHERS = 2
_LETTERS_TO_OTHERS = 20
"""Letters beyond ASCII that are no text in another script, in a text of so many letters."""


def _only_moves_loss(reading: Reading) -> bool:
    """Whether a reading through an East Asian encoding puts U+FFFD where it was not.

    It is made for the sake of a layer below, which was not undone then.
    """
    return reading.layers[-1].read in READERS and (
        reading.after.count("\ufffd") > reading.before.count("\ufffd")
    )


def _step(sizes: list[int], most: int = _MOST_JUDGED) -> int:
    """What is said of an even sample of readings of such sizes holds for all: every so many.

    most: characters to judge.
    """
    total = sum([min(size, JUDGED) for size in sizes] if max(sizes) > JUDGED else sizes)
    return max(1, total // most)


def _judged(
    items: Iterable[tuple[int, Reading]], result: str, script: str | None, model: LanguageModel
) -> tuple[set[int], bool]:
    """(where readings begin that are to be refused, whether their layers make sense).

    items: readings of the same layers, and where each stands in the result. script: its script.
    """
    refused: set[int] = set()
    judged = bad = 0
    for start, reading in items:
        if is_unread(reading):
            continue
        end = start + len(reading.after)
        before = result[max(start - 6, 0) : start]
        judged += len(reading.after)
        behind = result[end : end + 1]
        told = _is_told(reading)
        is_utf8 = reading.layers[-1].written == "utf-8"
        if is_strange(reading.after, before, behind, script, is_told=told, is_utf8=is_utf8):
            refused.add(reading.start)
            bad += 0 if told else len(reading.after)
        elif not (_is_sign(reading) or _is_list(reading)) and not believable(
            reading.after, before, model, is_exact=not reading.choices
        ):
            # A wrong guess refutes itself; what is whole and makes no sense, the layers.
            if reading.choices:
                refused.add(reading.start)
            else:
                bad += len(reading.after)
    return refused, bad <= _MOST_NONSENSE * judged


_start = attrgetter("start")
_after = attrgetter("after")


def is_credible(whole: Whole) -> bool:
    """As credible, of all readings of a text that is whole."""
    if "\ufffd" in whole.after:
        return False
    sample = some_readings_of(whole, _step(sizes_of(whole), _MOST_JUDGED_OF_WHOLE))
    script = _script_around(whole.after[:MOST_TEXT])
    items = [(reading.start, reading) for reading in sample]
    refused, makes_sense = _judged(items, whole.after, script, load())
    return makes_sense and not refused


def is_whole(reading: Reading) -> bool:
    """Whether what was found is UTF-8 that lost nothing."""
    whole = reading.layers[-1].written == "utf-8" and not reading.choices
    return whole and not is_unread(reading)


def _is_told(reading: Reading) -> bool:
    """Whether a reading is UTF-8 of which most is certain: its form tells of it."""
    return reading.layers[-1].written == "utf-8" and (
        2 * len(reading.choices) <= len(reading.after)
    )


def _is_sign(reading: Reading) -> bool:
    """Whether signs, however rare, came whole through a usual code page.

    There are thousands of them, in mathematics and on keyboards, of which a model has seen few;
    but three or four signs that have the form of UTF-8 do not stand side by side by chance.
    """
    return (
        is_whole(reading)
        and page_bits(reading.layers[-1].read) <= _USUAL_BITS
        and len(reading.before) >= _BYTES_OF_SIGN * len(reading.after)
        and all(map(_is_rare_by_nature, reading.after))
    )


def _is_list(reading: Reading) -> bool:
    """Whether letters of Latin script in a row, as a class of a regex has them, came whole.

    They are no word, but so many pairs that begin with the same sign are no chance.
    """
    return (
        is_whole(reading)
        and page_bits(reading.layers[-1].read) <= _LATIN_BITS
        and len(reading.after) >= _LISTED
        and all("\xc0" <= char <= "\u017f" for char in reading.after)
    )


_LATIN_BITS = 1.0
_LISTED = 4


def _is_rare_by_nature(char: str) -> bool:
    """Whether a character is a sign, or a letter in a font of mathematics."""
    return unicodedata.category(char)[0] in "SPN" or (
        unicodedata.decomposition(char).startswith("<font>")
    )


_USUAL_BITS = 7.0
_BYTES_OF_SIGN = 3
