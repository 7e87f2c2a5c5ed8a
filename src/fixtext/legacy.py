"""One legacy encoding read as another: Cyrillic as Latin-1, Czech as windows-1252, Big5 as cp437.

Nothing in such text is impossible, so the model has to say what it is: a pair of encodings is
believed when what it makes of the odd words of a text gains enough bits over what they are. Then
each line, and each word in it, is weighed by itself: clean words beside garbled ones stay.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import NamedTuple

from fixtext import codepages, legacy_documents
from fixtext.adaptation import adapt
from fixtext.channels import Channel
from fixtext.language import LanguageModel
from fixtext.legacy_bytes import decode, decode_part, encode
from fixtext.legacy_gains import cost, gain
from fixtext.legacy_languages import told_languages
from fixtext.legacy_losses import filled
from fixtext.legacy_mixtures import Verdict, is_clean, is_garbled, verdict
from fixtext.legacy_pages import LANGUAGES, LATIN, MULTI_BYTE, OFTEN_TORN
from fixtext.legacy_pairs import MOST_DOUBT, Pair, find_pair
from fixtext.legacy_snippets import LONGEST_SNIPPET, WORD, snippets_of
from fixtext.neighbours import odd_places
from fixtext.options import Options
from fixtext.readings import Choice, Reading
from fixtext.scan import suspicious_pages
from fixtext.sequences import beyond_ascii, covered, undone

LINE_MARGIN = 3.0
WORD_MARGIN = 10.0
"""Bits that a line must gain once a pair is known; and one word of another line."""

MOST_LOSS = 4.0
"""Bits that a word of a garbled line may lose: rare words and names do."""


def suspects(text: str, options: Options) -> list[int]:
    """Offsets of characters that are odd where they stand; with a hint, of all that may be."""
    found = odd_places(text)
    if not found and options.expect and not text.isascii():
        found = [match.start() for match in WORD.finditer(text[:_MOST_HINTED])]
    return found


_MOST_HINTED = 4_096


def read_dense(text: str, odd: list[int], model: LanguageModel, options: Options) -> list[Reading]:
    """As read, where little of what is odd is whole UTF-8 through any code page.

    Text of another script shown as Latin is full of what looks like UTF-8 here and there.
    """
    if _is_utf8_for_the_most_part(text, odd):
        return []
    pair = _pair(text, odd, model, options)
    if pair is None:
        return []
    snippets = snippets_of(text, odd)
    joined = "\n".join(snippets)
    high = beyond_ascii(joined)
    made = [snippet if m is None else m for snippet, m in zip(snippets, pair.made, strict=True)]
    here = sum(cost(snippet, model) for snippet in made)
    for page in suspicious_pages(joined):
        if covered(joined, page) > _MOST_COVERED * high:
            as_utf8 = [undone(snippet, page) for snippet in snippets]
            if sum(cost(snippet, model) for snippet in as_utf8) < _MUCH_LESS * here:
                return []
    return read_pair(text, pair, model, options.context)


_MOST_COVERED = 0.4
_MUCH_LESS = 1.5
"""Share of odd characters that may be whole UTF-8 in text that was never UTF-8; where there are
more, reading it as UTF-8 must make it so many times as dear."""


def _is_utf8_for_the_most_part(text: str, odd: list[int]) -> bool:
    """Whether more of what is odd is whole UTF-8 through a code page than chance could make so.

    That is told at once, where the search for a pair takes longer than a repair does. Lines are
    asked for where others beside them are clean.
    """
    middle = odd[len(odd) // 2]
    return _is_utf8(text[max(middle - _AROUND, 0) : middle + _AROUND]) or all(
        _is_utf8(_line_around(text, place)) for place in odd[:: len(odd) // _LINES + 1]
    )


def _line_around(text: str, place: int) -> str:
    """The line of a place, as far as it is near."""
    start = max(text.rfind("\n", 0, place) + 1, place - _AROUND)
    end = text.find("\n", place, place + _AROUND)
    return text[start : end if end >= 0 else place + _AROUND]


def _is_utf8(part: str) -> bool:
    high = beyond_ascii(part)
    most = max([covered(part, page) for page in suspicious_pages(part)], default=0)
    return any(most >= least and most >= share * high for least, share in _NO_CHANCE)


_AROUND = 300
_LINES = 8
_NO_CHANCE = ((4, 1.0), (16, 0.9), (60, 0.6))
"""Characters that are looked at before and behind a place; lines of odd places that are looked at,
all over the text; how many characters of such a part, and which share of those beyond ASCII, are
whole UTF-8 in hardly any text that was never UTF-8."""


def read(text: str, odd: list[int], model: LanguageModel, options: Options) -> list[Reading]:
    """The believable readings of a text through the best pair of encodings."""
    pair = _pair(text, odd, model, options)
    return read_pair(text, pair, model, options.context) if pair else []


def _pair(text: str, odd: list[int], model: LanguageModel, options: Options) -> Pair | None:
    expected = frozenset(written for code in options.expect for written in LANGUAGES[code])
    return find_pair(text, tuple(odd), model, expected)


# Reading a document through a pair.


class _Word(NamedTuple):
    """A word with characters beyond ASCII: where it is, what it would be, what that gains.

    choices: what of it was inferred.
    verdict: whether the language of the text says that it is garbled, or clean.
    """

    start: int
    before: str
    after: str
    bits: float
    choices: tuple[Choice, ...]
    verdict: Verdict = Verdict.OPEN


def read_pair(text: str, pair: Pair, model: LanguageModel, context: Iterable[str]) -> list[Reading]:
    """The readings of a text through a pair: the words that are believed, joined to spans."""
    channel = _channel(text, pair)
    weigher = _Weigher(channel, model, context, pair.code, told_languages(text, model))
    lines = [list(weigher.words(text, start, end)) for start, end in _lines(text)]
    least = -MOST_LOSS
    found = [word for words in lines for word in words]
    is_mixed = pair.is_mixed and any(word.verdict is Verdict.CLEAN for word in found)
    if is_mixed:
        lines = [words if _is_garbled(words) else [] for words in lines]
    elif _is_whole(found):
        # Nothing that the pair may have garbled is clean.
        least = -_MOST_STRANGE
        lines = [
            [
                word._replace(bits=max(word.bits, least)) if "\xad" in word.before else word
                for words in lines
                if not _is_clean(words)
                for word in words
            ]
        ]
    if not any(word.choices for words in lines for word in words):
        channel = replace(channel, loss="kept")
    readings: list[Reading] = []
    for words in lines:
        for run in _runs(text, _believed(words, least)):
            reading = _reading(text, run, channel)
            if reading is not None:
                readings.append(reading)
    return readings


def _is_garbled(words: list[_Word]) -> bool:
    """Whether a line of a document in which others are clean is garbled."""
    return is_garbled([word.verdict for word in words])


def _is_clean(words: list[_Word]) -> bool:
    """Whether all that tells anything in a line of a garbled document says that it is clean."""
    return max([word.bits for word in words], default=0.0) <= 0 and any(
        word.bits < -MOST_DOUBT and _may_be_clean(word) for word in words
    )


def _is_whole(words: list[_Word]) -> bool:
    """Whether next to nothing that a pair may have garbled is clean, of words or of characters."""
    garbled = [w for w in words if w.bits > _TELLING and w.before != w.after]
    clean = [w for w in words if w.bits < -MOST_DOUBT and _may_be_clean(w)]
    return bool(garbled) and (
        len(clean) <= _SHARE_OF_CLEAN * len(garbled)
        or _size_of(clean) <= _SHARE_OF_CLEAN * _size_of(garbled)
    )


def _may_be_clean(word: _Word) -> bool:
    """Whether a word tells that it is clean: soft hyphens, which nobody sees, do not."""
    return sum(map(str.isalpha, word.after)) > 1 and not word.before.replace("\xad", "").isascii()


def _size_of(words: list[_Word]) -> int:
    return sum([len(word.before) for word in words])


def _channel(text: str, pair: Pair) -> Channel:
    """The channel of a pair: with a loss, where words are not to be explained without one."""
    kept = Channel(pair.written, pair.read)
    if not codepages.undefined_bytes(pair.read) or _C1.search(text):
        return kept
    if "\N{REPLACEMENT CHARACTER}" in text:
        return replace(kept, loss="fffd")
    if pair.written not in MULTI_BYTE:
        return kept
    words = WORD.findall(text[:_MOST_TRIED])
    if pair.written in OFTEN_TORN:
        # So many characters without one of the bytes in question are no chance.
        torn = sum(map(len, words)) >= _LEAST_TORN
    else:
        encoded = [encode(word, pair.read) for word in words]
        torn = any(data is not None and decode(data, pair.written) is None for data in encoded)
    return replace(kept, loss="dropped") if torn else kept


_C1 = re.compile("[\x80-\x9f]")
_MOST_TRIED = 4_096
"""Characters of a text that are looked at for losses."""

_LEAST_TORN = 16
"""Signs beyond which text of many undefined bytes shows one of them, if they were kept."""


def _lines(text: str) -> Iterator[tuple[int, int]]:
    """The lines with characters beyond ASCII."""
    start = 0
    while start <= len(text):
        end = text.find("\n", start)
        end = len(text) if end < 0 else end
        if not text[start:end].isascii():
            yield start, end
        start = end + 1


class _Weigher:
    """Weighs the words of a text, each distinct one once."""

    def __init__(
        self,
        channel: Channel,
        model: LanguageModel,
        context: Iterable[str],
        code: str | None,
        languages: Iterable[str],
    ) -> None:
        """languages: codes of those that other words tell."""
        self._channel = channel
        self._model = model
        # Where the language of a document is known, signs are weighed as it uses them.
        self._code = code
        self._judge = model.in_language(code) if code else None
        self._locals = [model.in_language(one) for one in ([code] if code else languages)]
        self._chooser = adapt(model, context, "") if channel.loss != "kept" else model
        self._known: dict[str, _Weighed | None] = {}
        self._confirmed = 0

    def words(self, text: str, start: int, end: int) -> Iterator[_Word]:
        """The words of a line that the pair may have garbled."""
        for match in WORD.finditer(text, start, end):
            before = match[0]
            if before not in self._known:
                self._known[before] = self._weigh(before)
            known = self._known[before]
            if known is not None:
                yield _Word(
                    match.start(), before, known.after, known.bits, known.choices, known.verdict
                )

    def _may_be_torn(self, before: str, after: str | None) -> bool:
        """Whether a word may have lost bytes, though it makes `after` as it is, perhaps."""
        if len(before) > _LONGEST_TORN:
            return False
        return after is None or (
            self._channel.loss == "dropped" and self._confirmed < _ENOUGH_CONFIRMED
        )

    def _is_clean(self, before: str, after: str) -> bool:
        """Whether a word is one of the language of the text as it stands, and not as it would be.

        Languages are told by words of Latin script, and tell nothing of others.
        """
        return not re.search(_OTHER_SCRIPT, before) and any(
            is_clean(before, after, local) for local in self._locals
        )

    def _weigh(self, before: str) -> _Weighed | None:
        written = self._channel.written
        data = encode(before, self._channel.read)
        after = None if data is None else decode(data, written)
        choices: tuple[Choice, ...] = ()
        if self._channel.loss != "kept" and self._may_be_torn(before, after):
            whole = after
            after, choices = filled(before, self._channel, self._chooser) or (None, ())
            if after == whole:
                choices = ()
                self._confirmed += len(before)
            else:
                self._confirmed = 0
        if after is None:
            if data is None and _LETTER.search(before):
                return _Weighed(before, -WORD_MARGIN, (), Verdict.CLEAN)
            return None
        if after == before:
            return _Weighed(after, 0.0, (), Verdict.OPEN)
        if self._is_clean(before, after):
            return _Weighed(after, -WORD_MARGIN, (), Verdict.CLEAN)
        judged, replaced = before[:LONGEST_SNIPPET], after
        if len(before) > LONGEST_SNIPPET:
            # As many characters as there are, roughly, for as many signs.
            replaced = after[: max(1, len(after) * LONGEST_SNIPPET // len(before))]
            if not choices and data is not None:
                replaced = decode_part(data[:LONGEST_SNIPPET], written) or replaced
        if self._judge is None or self._code is None:
            bits = gain(judged, replaced, self._model)
            if bits > 0 and written in LATIN and self._locals:
                # What is a word of no language that is told may be one of another.
                most = max(legacy_documents.gain(judged, replaced, one) for one in self._locals)
                bits = min(bits, most)
            return _Weighed(after, bits, choices, Verdict.OPEN)
        bits = legacy_documents.gain(judged, replaced, self._judge)
        return _Weighed(after, bits, choices, verdict(judged, replaced, self._code, self._judge))


class _Weighed(NamedTuple):
    """What a word would be, what that gains, what of it was inferred, and what the word is."""

    after: str
    bits: float
    choices: tuple[Choice, ...]
    verdict: Verdict


_OTHER_SCRIPT = "[\u0370-\u1dff\u3040-\ud7ff]"
"""Compiled when it is used: a class of so many characters takes milliseconds."""

_LETTER = re.compile(r"[^\W\d_\x00-\x7f]")


_LONGEST_TORN = 20_000
"""Characters of a word beyond which nothing is filled in."""

_ENOUGH_CONFIRMED = 2_000
"""Characters in a row that turned out to be whole, so that further ones are taken for it."""

_TELLING = 2.0
_SHARE_OF_CLEAN = 0.05
_MOST_STRANGE = 40.0
"""A document is garbled as a whole when so many words gain so many bits, and no more of them
lose some; then each word may lose so much. What a soft hyphen costs, which is free in any word,
says nothing."""


def _believed(words: list[_Word], least: float) -> list[_Word]:
    """The words of a line that are believed to be garbled.

    least: bits that a word must gain in a line that gains as a whole.
    """
    total = sum(min(max(word.bits, -WORD_MARGIN), WORD_MARGIN) for word in words)
    if total >= LINE_MARGIN:
        return [w for w in words if w.bits >= least and w.verdict is not Verdict.CLEAN]
    return [word for word in words if word.bits >= WORD_MARGIN]


def _runs(text: str, words: list[_Word]) -> Iterator[list[_Word]]:
    """The words in runs with nothing but ASCII without letters between them."""
    run: list[_Word] = []
    for word in words:
        if run:
            gap = text[run[-1].start + len(run[-1].before) : word.start]
            if not gap.isascii() or "\n" in gap or any(map(str.isalpha, gap)):
                yield run
                run = []
        run.append(word)
    if run:
        yield run


def _reading(text: str, run: list[_Word], channel: Channel) -> Reading | None:
    """One reading of a run of words, from its first change to its last; None without any."""
    start, end = run[0].start, run[-1].start + len(run[-1].before)
    before = text[start:end]
    parts: list[str] = []
    choices: list[Choice] = []
    done, length = start, 0
    for word in run:
        length += word.start - done
        choices += [c._replace(offset=length + c.offset) for c in word.choices]
        parts += [text[done : word.start], word.after]
        length += len(word.after)
        done = word.start + len(word.before)
    after = "".join(parts)
    if before == after:
        return None
    # Of several bytes a character, what stays the same may still be a part of one.
    kept = "\x7f" if channel.written in MULTI_BYTE else "\U0010ffff"
    cut = 0
    while before[0] == after[0] and before[0] <= kept:
        before, after, start, cut = before[1:], after[1:], start + 1, cut + 1
    while before[-1] == after[-1] and before[-1] <= kept:
        before, after, end = before[:-1], after[:-1], end - 1
    bits = max(sum(word.bits for word in run), LINE_MARGIN)
    inferred = tuple(c._replace(offset=c.offset - cut) for c in choices)
    return Reading(start, end, before, after, (channel,), inferred, bits)
