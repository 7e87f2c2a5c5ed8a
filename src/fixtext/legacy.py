"""One legacy encoding read as another: Cyrillic as Latin-1, Czech as windows-1252, Big5 as cp437.

Nothing in such text is impossible, so the model has to say what it is: a pair of encodings is
believed when what it makes of the odd words of a text gains enough bits over what they are. Then
each line, and each word in it, is weighed by itself: clean words beside garbled ones stay.
"""

from __future__ import annotations

import codecs
import re
from bisect import bisect
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from typing import Any, NamedTuple

from fixtext import codepages
from fixtext.channels import Channel
from fixtext.language import UNITS_PER_BIT, LanguageModel
from fixtext.legacy_pages import LANGUAGES, LATIN, MULTI_BYTE, READ_BITS, WRITTEN_BITS
from fixtext.neighbours import odd_places
from fixtext.options import Options
from fixtext.readings import Reading
from fixtext.scan import suspicious_pages
from fixtext.sequences import covered, shown_bytes

FIRST_MARGIN = 18.0
"""Bits that the odd words of a text must gain, beyond what the pair is unlikely by."""

LEAD = 5.0
"""Bits that the best pair must be ahead of one that makes something else."""

EXPECTED_MARGIN = 4.0
"""As FIRST_MARGIN, for encodings of a language that the caller expects."""

LINE_MARGIN = 3.0
WORD_MARGIN = 10.0
"""Bits that a line must gain once a pair is known; and one word of another line."""

MOST_LOSS = 4.0
"""Bits that a word of a garbled line may lose: rare words and names do."""

_MIXED_COST = 10.0
"""Bits that it costs when letters of two scripts touch."""

_MOST_MIXED = 3
"""How often that is counted in one text."""

_CAPITALS_COST = 4 * UNITS_PER_BIT

_MOST_SNIPPETS = 16
LONGEST_SNIPPET = 48
"""Characters of a text that are weighed at once; of longer words the beginning."""

_FEW_SNIPPETS = 3
_MOST_PAIRS = 8
_BEST_PAIRS = 5
"""Of each script so many pairs are weighed on a few snippets, and the best of all on all."""

_MOST_DOUBT = 6.0
"""Bits that one snippet may speak against a pair: it may be clean."""

_WORD = re.compile("[^ \t\r\n\x0b\x0c]*[^\x00-\x7f][^ \t\r\n\x0b\x0c]*")


class Pair(NamedTuple):
    """A mix-up of two legacy encodings, the bits that it gains in a sample, and what it makes."""

    written: str
    read: str
    bits: float
    made: tuple[str | None, ...]


def suspects(text: str, options: Options) -> list[int]:
    """Offsets of characters that are odd where they stand; with a hint, of all that may be."""
    found = odd_places(text)
    if not found and options.expect and not text.isascii():
        found = [match.start() for match in _WORD.finditer(text[:_MOST_HINTED])]
    return found


_MOST_HINTED = 4_096


def read_dense(text: str, odd: list[int], model: LanguageModel, options: Options) -> list[Reading]:
    """As read, where little of what is odd is whole UTF-8 through any code page.

    Text of another script shown as Latin is full of what looks like UTF-8 here and there.
    """
    snippets = "\n".join(_snippets(text, odd))
    high = sum(char > "\x7f" for char in snippets)
    for page in suspicious_pages(snippets):
        if covered(snippets, page) > _MOST_COVERED * high:
            return []
    return read(text, odd, model, options)


_MOST_COVERED = 0.5
"""Share of odd characters that may be whole UTF-8 in text that was never UTF-8."""


def read(text: str, odd: list[int], model: LanguageModel, options: Options) -> list[Reading]:
    """The believable readings of a text through the best pair of encodings."""
    expected = {written for code in options.expect for written in LANGUAGES[code]}
    snippets = _snippets(text, odd)
    pair = find_pair(snippets, model, expected)
    if pair is None:
        return []
    return read_pair(text, _widest(text, pair, snippets, model), model)


def _widest(text: str, pair: Pair, snippets: Sequence[str], model: LanguageModel) -> Pair:
    """Of the pairs that make the same of the snippets, the one that explains most of a text.

    The code pages that many languages share differ in few characters.
    """
    same = [
        candidate
        for candidate in _candidates(snippets, set())
        if not _differ(candidate.made, pair.made)
    ]
    if len(same) < 2:
        return pair
    words = list(dict.fromkeys(_WORD.findall(text[:_MOST_COMPARED])))[:_MOST_WORDS]
    made = [_made(words, candidate) for candidate in same]
    totals = [candidate.prior for candidate in same]
    for number, word in enumerate(words):
        choices = [m[number] for m in made]
        if len(set(choices)) > 1:
            costs = {
                choice: _made_cost(choice or word, model) + (choice is None) * _MOST_DOUBT
                for choice in set(choices)
            }
            for place, choice in enumerate(choices):
                totals[place] += costs[choice]
    best = same[totals.index(min(totals))]
    return pair._replace(written=best.written, read=best.read)


_MOST_COMPARED = 20_000
_MOST_WORDS = 300
"""Characters of a text, and distinct words in them, that pairs are compared on."""


def _made(words: Sequence[str], candidate: _Candidate) -> list[str | None]:
    data = [_encode(word, candidate.read) for word in words]
    return [None if d is None else _decode(d, candidate.written) for d in data]


def _made_cost(made: str, model: LanguageModel) -> float:
    return _cost(made, model) + _strange_bits(made)


def _snippets(text: str, odd: list[int]) -> list[str]:
    """The words around odd characters, with the garbled ones that stand beside them."""
    found: dict[str, None] = {}
    done = 0
    for place in odd:
        if place < done:
            continue
        start = _word_start(text, place)
        match = _RUN.match(text, start, start + LONGEST_SNIPPET)
        if match:
            done = match.end()
            found[match[0]] = None
        if len(found) == 4 * _MOST_SNIPPETS:
            break
    snippets = list(found)
    return snippets[:: -(-len(snippets) // _MOST_SNIPPETS)] if snippets else []


_RUN = re.compile(r"[^ \t\r\n\x0b\x0c]+(?: [^ \t\r\n\x0b\x0c]*[^\x00-\x7f][^ \t\r\n\x0b\x0c]*)*")
_SPACES = re.compile(r"[ \t\r\n\x0b\x0c]")
_FAR = 40


def _word_start(text: str, place: int) -> int:
    """Where the word begins that a place is in; for a long one, what of it is not ASCII.

    In text of several bytes a character, that is where one begins.
    """
    start = place
    while start and not _SPACES.match(text, start - 1):
        start -= 1
        if place - start == _LONGEST_WORD:
            break
    if place - start > _FAR:
        for at in range(place, start, -1):
            if text[at - 1] <= "\x7f" and not text[at - 1].isalnum():
                return at
    return start


_LONGEST_WORD = 400
"""Characters that are looked at for the beginning of a word."""


class _Candidate(NamedTuple):
    """A pair, and what it makes of each snippet: None where it makes nothing."""

    prior: float
    written: str
    read: str
    made: tuple[str | None, ...]


def find_pair(snippets: Sequence[str], model: LanguageModel, expected: set[str]) -> Pair | None:
    """The pair that explains the snippets best, or None when none is believable."""
    if not snippets:
        return None
    candidates = _candidates(snippets, expected)
    pairs = _promising(candidates, snippets, model)
    costs = [_cost(snippet, model) for snippet in snippets]
    if len(snippets) > _FEW_SNIPPETS and len(pairs) > _BEST_PAIRS:
        few = range(0, len(snippets), -(-len(snippets) // _FEW_SNIPPETS))
        scores = {c: _score(c, snippets, costs, few, model) for c in pairs}
        pairs = sorted(pairs, key=lambda c: -scores[c])[:_BEST_PAIRS]
    scored = [
        Pair(c.written, c.read, _score(c, snippets, costs, range(len(snippets)), model), c.made)
        for c in pairs
    ]
    scored = [pair for pair in scored if _is_sound(pair, snippets)]
    if not scored:
        return None
    scored.sort(key=lambda pair: -pair.bits)
    best = scored[0]
    margin = EXPECTED_MARGIN if best.written in expected else FIRST_MARGIN
    if best.bits < margin:
        return None
    if any(pair.bits > best.bits - LEAD and _differ(pair.made, best.made) for pair in scored[1:]):
        return None
    return best


def _is_sound(pair: Pair, snippets: Sequence[str]) -> bool:
    """Whether what a pair makes could be of a script that it writes, whatever it gains.

    Other scripts than Latin come in words of their own, not as a letter or two among others.
    """
    if pair.written in LATIN:
        return True
    both = [
        made for made, snippet in zip(pair.made, snippets, strict=True) if made and made != snippet
    ]
    made = " ".join(both)
    letters = sum(char.isalpha() for char in made if char > "\x7f")
    words = len(made.split())
    mixed = 0 if pair.written in MULTI_BYTE else len(_mixed_pattern().findall(made))
    return letters >= _LEAST_LETTERS and mixed <= _MOST_MIXED_WORDS * words


_LEAST_LETTERS = 2
_MOST_MIXED_WORDS = 0.34
"""Places where scripts touch, for each word."""


def _differ(made: Sequence[str | None], other: Sequence[str | None]) -> bool:
    """Whether two pairs make anything different where both make anything."""
    return any(None not in both and both[0] != both[1] for both in zip(made, other, strict=True))


def _score(
    candidate: _Candidate,
    snippets: Sequence[str],
    costs: Sequence[float],
    chosen: range,
    model: LanguageModel,
) -> float:
    """Bits that a pair gains on some of the snippets."""
    total = -candidate.prior
    for number in chosen:
        made = candidate.made[number]
        if made is None:
            total -= _MOST_DOUBT
        elif made != snippets[number]:
            gained = costs[number] - _cost(made, model) - _strange_bits(made)
            total += max(gained, -_MOST_DOUBT)
    return total


def _candidates(snippets: Sequence[str], expected: set[str]) -> list[_Candidate]:
    """The pairs that may explain most snippets; of pairs that make the same, the commonest."""
    found: dict[tuple[str | None, ...], _Candidate] = {}
    original = tuple(snippets)
    for page, read_bits in READ_BITS.items():
        data = [_encode(snippet, page) for snippet in snippets]
        if 2 * data.count(None) > len(data):
            continue
        for written, written_bits in WRITTEN_BITS.items():
            if written == page:
                continue
            made = tuple([None if d is None else _decode_part(d, written) for d in data])
            if made == original or 2 * made.count(None) > len(made):
                continue
            prior = read_bits + (0.0 if written in expected else written_bits)
            if made not in found or found[made].prior > prior:
                found[made] = _Candidate(prior, written, page, made)
    return list(found.values())


def _promising(
    candidates: list[_Candidate], snippets: Sequence[str], model: LanguageModel
) -> list[_Candidate]:
    """The best by their characters alone, of each script as many.

    Scripts are not to be compared that way: some have many letters, all of them rarer for that.
    """
    unexplained = [_rough_cost(snippet, model) + _UNEXPLAINED_COST for snippet in snippets]

    def cost(candidate: _Candidate) -> float:
        return candidate.prior + sum(
            unexplained[number] if made is None else _rough_cost(made, model)
            for number, made in enumerate(candidate.made)
        )

    ranked = sorted(candidates, key=cost)
    taken: dict[int, int] = {}
    found = []
    for candidate in ranked:
        script = _main_script(candidate)
        taken[script] = taken.get(script, 0) + 1
        if taken[script] <= _MOST_PAIRS:
            found.append(candidate)
    return found


def _main_script(candidate: _Candidate) -> int:
    """A number for the script of most of what a pair makes."""
    made = "".join([text or "" for text in candidate.made])
    counts: dict[int, int] = {}
    for char in made:
        if char > "\x7f":
            script = bisect(_SCRIPT_ENDS, char)
            counts[script] = counts.get(script, 0) + 1
    return max(counts, key=lambda script: counts[script], default=0)


_SCRIPT_ENDS = "\u0250\u0370\u0400\u0530\u0590\u0600\u0700\u0e00\u0e80\u2000\u2c00\ua000\uac00"
"""Where one script or another ends, roughly: Latin, Greek, Cyrillic, Hebrew and so on."""


_UNEXPLAINED_COST = 10.0
"""Bits that speak against a pair where it makes nothing of a snippet."""


def _rough_cost(text: str, model: LanguageModel) -> float:
    """Bits that a text costs by its characters beyond ASCII, each by itself."""
    unigrams = sum([model.unigram_cost(_small(char)) for char in text if char > "\x7f"])
    return unigrams / UNITS_PER_BIT + _strange_bits(text)


def _small(char: str) -> str:
    small = char.lower()
    return small if len(small) == 1 else char


def _cost(text: str, model: LanguageModel) -> float:
    """Bits that a text costs between spaces."""
    cost = model.text_cost(text + " ", "\n")
    if text.isupper():
        cost = min(cost, model.text_cost(text.lower() + " ", "\n") + _CAPITALS_COST)
    return cost / UNITS_PER_BIT


_SCRIPTS = (
    "A-Za-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u024f\u1e00-\u1eff",
    "\u0370-\u03ff",
    "\u0400-\u052f",
    "\u0590-\u05ff",
    "\u0600-\u06ff",
    "\u0e00-\u0e7f",
    "\u2500-\u25ff",
    "\u3040-\u30ff\u3400-\u9fff",
    "\uac00-\ud7ff",
)


@lru_cache(maxsize=None)
def _mixed_pattern() -> re.Pattern[str]:
    parts = []
    for script in _SCRIPTS:
        others = "".join(other for other in _SCRIPTS if other is not script)
        parts.append(f"(?<=[{script}])[{others}]")
    return re.compile("|".join(parts))


def _strange_bits(text: str) -> float:
    """Bits that a text costs because letters of several scripts touch in it."""
    return _MIXED_COST * min(len(_mixed_pattern().findall(text)), _MOST_MIXED)


def _encode(text: str, page: str) -> bytes | None:
    """The bytes that a code page shows as `text`, undefined ones kept; None if it shows none."""
    data = shown_bytes(text, page)
    # What it does not show is "?" there.
    return data if data.count(b"?") == text.count("?") else None


@lru_cache(maxsize=None)
def _decoder(written: str) -> Callable[[bytes], str]:
    if written in codepages.NAMES:
        table = codepages.decoding_table(written)
        return lambda data: codecs.charmap_decode(data, "strict", table)[0]
    return lambda data: data.decode(written)


def _decode(data: bytes, written: str) -> str | None:
    try:
        return _decoder(written)(data)
    except UnicodeDecodeError:
        return None


def _decode_part(data: bytes, written: str) -> str | None:
    """As _decode, for data that was cut off perhaps, within a character."""
    if written not in MULTI_BYTE or len(data) < LONGEST_SNIPPET:
        return _decode(data, written)
    decoder: Any = codecs.getincrementaldecoder(written)()
    try:
        return str(decoder.decode(data))
    except UnicodeDecodeError:
        return None


# Reading a document through a pair.


class _Word(NamedTuple):
    """A word with characters beyond ASCII: where it is, what it would be, what that gains."""

    start: int
    before: str
    after: str
    bits: float


def read_pair(text: str, pair: Pair, model: LanguageModel) -> list[Reading]:
    """The readings of a text through a pair: the words that are believed, joined to spans."""
    weigher = _Weigher(pair, model)
    lines = [list(weigher.words(text, start, end)) for start, end in _lines(text)]
    changed = [word.bits for words in lines for word in words if word.before != word.after]
    garbled = sum(bits > _TELLING for bits in changed)
    clean = sum(bits < -_MOST_DOUBT for bits in changed)
    least = -MOST_LOSS
    if garbled >= _ENOUGH and clean <= _SHARE_OF_CLEAN * garbled:
        # Nothing that the pair may have garbled is clean.
        least = -_MOST_STRANGE
        lines = [[word for words in lines for word in words]]
    channel = Channel(pair.written, pair.read)
    readings: list[Reading] = []
    for words in lines:
        for run in _runs(text, _believed(words, least)):
            reading = _reading(text, run, channel)
            if reading is not None:
                readings.append(reading)
    return readings


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

    def __init__(self, pair: Pair, model: LanguageModel) -> None:
        self._pair = pair
        self._model = model
        self._known: dict[str, tuple[str, float] | None] = {}

    def words(self, text: str, start: int, end: int) -> Iterator[_Word]:
        """The words of a line that the pair may have garbled."""
        for match in _WORD.finditer(text, start, end):
            before = match[0]
            if before not in self._known:
                self._known[before] = self._weigh(before)
            known = self._known[before]
            if known is not None:
                yield _Word(match.start(), before, *known)

    def _weigh(self, before: str) -> tuple[str, float] | None:
        data = _encode(before, self._pair.read)
        after = None if data is None else _decode(data, self._pair.written)
        if after is None:
            return None
        if after == before:
            return after, 0.0
        judged, replaced = before[:LONGEST_SNIPPET], after
        if len(before) > LONGEST_SNIPPET:
            replaced = _decode_part((data or b"")[:LONGEST_SNIPPET], self._pair.written) or after
        bits = _cost(judged, self._model) - _cost(replaced, self._model) - _strange_bits(replaced)
        return after, bits


_TELLING = 2.0
_ENOUGH = 3
_SHARE_OF_CLEAN = 0.05
_MOST_STRANGE = 25.0
"""A document is garbled as a whole when so many words gain so many bits, and no more of them
lose some; then each word may lose so much."""


def _believed(words: list[_Word], least: float) -> list[_Word]:
    """The words of a line that are believed to be garbled.

    least: bits that a word must gain in a line that gains as a whole.
    """
    total = sum(min(max(word.bits, -WORD_MARGIN), WORD_MARGIN) for word in words)
    if total >= LINE_MARGIN:
        return [word for word in words if word.bits >= least]
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
    parts, done = [], start
    for word in run:
        parts += [text[done : word.start], word.after]
        done = word.start + len(word.before)
    after = "".join(parts)
    if before == after:
        return None
    while before[0] == after[0] and before[0] <= "\x7f":
        before, after, start = before[1:], after[1:], start + 1
    while before[-1] == after[-1] and before[-1] <= "\x7f":
        before, after, end = before[:-1], after[:-1], end - 1
    bits = max(sum(word.bits for word in run), LINE_MARGIN)
    return Reading(start, end, before, after, (channel,), (), bits)
