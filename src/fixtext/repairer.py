"""Repair: read the stretches through a channel, prove the readings, render the text.

A pass finds one channel of one family of mix-ups and what it explains. Passes are repeated on the
result, so that texts garbled several times, or by several channels, come out, until no family
finds anything: that makes a repair idempotent. Every reading is proven: it must garble to exactly
what was found.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from fixtext import deeper
from fixtext.channels import Layers, garble
from fixtext.credibility import credible, is_credible, is_whole
from fixtext.decoding import decode_document
from fixtext.edits import apart, applied, places_in_result
from fixtext.errors import NotTextError
from fixtext.families import FAMILIES, Family, Suspicions
from fixtext.halves import labelled
from fixtext.language import LanguageModel, load
from fixtext.meant import without_meant
from fixtext.options import Lossy, Options
from fixtext.readings import Choice, Reading, by_layers, garbles_to, is_unread
from fixtext.render import Findings, render, render_whole
from fixtext.results import Repair
from fixtext.sequences import beyond_ascii
from fixtext.whole import Whole, find_whole, readings_of

_MOST_PASSES = 8
_MOST_ROUNDS = 5
_PLENTY = 1000.0
"""Bits that readings gain together which no others could outdo."""

_FORM_BITS = 4.0
"""For each character: one in eight pairs is a lead and a continuation byte by chance, and other
encodings are read as others more rarely than UTF-8 is."""

_NEARLY_ALL = 0.8
"""Share of the characters beyond ASCII that are whole UTF-8 in no text of another encoding."""

_NONSENSE_WEIGHT = 0.3
"""What nonsense counts beside what makes sense."""


class _Item(NamedTuple):
    """A reading, and where it stands in the current text.

    A fresh one is of the current text; an earlier one is of the input, and its result stands
    in the current text.
    """

    start: int
    end: int
    reading: Reading
    fresh: bool


def fix_text(
    text: str,
    *,
    context: Iterable[str] = (),
    lossy: Lossy = "fill",
    min_confidence: float = 0.0,
    expect: Iterable[str] = (),
) -> str:
    """The repaired text: `repair(text, ...).text`."""
    return repair(
        text, context=context, lossy=lossy, min_confidence=min_confidence, expect=expect
    ).text


def repair(
    text_or_bytes: str | bytes,
    *,
    context: Iterable[str] = (),
    lossy: Lossy = "fill",
    min_confidence: float = 0.0,
    expect: Iterable[str] = (),
) -> Repair:
    """Find what garbled a text, and undo it.

    context: clean texts of the same author or repository; they sharpen the model.
    lossy: what to do about characters that lost bytes. "fill" puts the most believable one in;
    "mark" puts U+FFFD there and repairs the rest; "off" leaves spans with losses as they are.
    min_confidence: a span with a fill below this probability is left as it is.
    expect: codes of the languages that the text may be in, as "ru" or "zh-Hans"; mix-ups that
    cannot be told from clean text without such a hint are looked for with it.

    Text without damage comes back as the same object. Bytes are decoded first: UTF-8, with lines
    of another encoding and broken sequences in it too, UTF-16 and UTF-32.
    Raises NotTextError for other bytes and for text with lone surrogates, ValueError for options
    outside their range, TypeError for other types.
    """
    if isinstance(context, str):
        raise TypeError("context is a collection of texts, not one text: pass context=[text]")
    if isinstance(expect, str):
        raise TypeError(f"expect is a collection of languages: pass expect=[{expect!r}]")
    options = Options(tuple(context), lossy, min_confidence, tuple(expect))
    if isinstance(text_or_bytes, str):
        _refuse_surrogates(text_or_bytes)
        return repair_text(text_or_bytes, options)
    if isinstance(text_or_bytes, (bytes, bytearray, memoryview)):
        from fixtext.documents import repair_document

        return repair_document(decode_document(bytes(text_or_bytes)), options)
    raise TypeError(f"expected str or bytes, got {type(text_or_bytes).__name__}")


def repair_text(text: str, options: Options, encoding: str | None = None) -> Repair:
    """As repair, for a text without lone surrogates. encoding: what it was decoded from."""
    suspected = Suspicions(text, options)
    # Nothing of the model is opened for a text that is not suspicious.
    whole = find_whole(text) if suspected else None
    if whole is not None and _is_settled(whole, options):
        return render_whole(whole, encoding)
    found = _labelled(text, whole, suspected, options) if suspected else Findings([], [])
    return render(text, encoding, found, mark=options.lossy == "mark")


def find_readings(text: str, options: Options) -> Findings:
    """The proven readings of a text."""
    suspected = Suspicions(text, options)
    return _labelled(text, find_whole(text), suspected, options) if suspected else Findings([], [])


def _labelled(text: str, whole: Whole | None, suspected: Suspicions, options: Options) -> Findings:
    """As _find, with what is half undone among the choices, and without what is meant."""
    findings = _find(text, whole, suspected, options)
    made = without_meant(text, labelled(findings.made))
    unwanted = [reading for reading in made if not options.wants(reading)]
    if unwanted:
        made = [reading for reading in made if options.wants(reading)]
    return Findings(made, sorted([*findings.left, *unwanted]))


def _refuse_surrogates(text: str) -> None:
    try:
        text.encode("utf-8")
    except UnicodeEncodeError as error:
        raise NotTextError(
            f"lone surrogate U+{ord(text[error.start]):04X} at character {error.start}: "
            "decode the bytes without surrogateescape, or replace surrogates first"
        ) from None


def _is_settled(whole: Whole, options: Options) -> bool:
    """Whether all of a whole text is credible, and no family finds more in the result."""
    if not is_credible(whole):
        return False
    suspected = Suspicions(whole.after, options)
    if not suspected:
        return True
    if deeper.may_go_on(whole.after, whole.layers[0]):
        return False
    return not _ranked(whole.after, suspected, load(), options)


def _find(
    text: str, whole: Whole | None, found_suspicions: Suspicions, options: Options
) -> Findings:
    """The proven readings of `text`, several layers already joined into one.

    whole: what it was, where all of it is whole. found_suspicions: what the families suspect.

    The search begins anew on its own result until it finds nothing more there, which makes a
    repair idempotent; what never settles is not repaired at all.
    """
    found = Findings(readings_of(whole) if whole else [], [])
    after = whole.after if whole else text
    if whole:
        found_suspicions = Suspicions(after, options)
    for _ in range(_MOST_ROUNDS):
        more, settled = _find_more(text, found.made, after, found_suspicions, options)
        before = after
        made = credible(text, more.made)
        # Beside text that is repaired, what is left may not be evidence enough to be found again.
        starts = {reading.start for reading in made}
        left = credible(text, more.left) or [r for r in found.left if r.start not in starts]
        found = Findings(made, left)
        after = applied(text, made)
        if after == before or (settled and len(made) == len(more.made)):
            return found
        found_suspicions = Suspicions(after, options)
    return Findings([], [])


def _find_more(
    text: str, made: list[Reading], current: str, found_suspicions: Suspicions, options: Options
) -> tuple[Findings, bool]:
    """Passes over what is left of `text`, until no family finds anything.

    current: the text as repaired so far. found_suspicions: what the families suspect of it. Says
    also whether a search of the result can find no more, all that it would know being known here.
    """
    model = load()
    refused: set[str] = set()
    left: dict[Family | None, list[Reading]] = {}
    for _ in range(_MOST_PASSES):
        for family, proven in _contenders(current, made, found_suspicions, model, options):
            wanted: list[Reading] = []
            unwanted: list[Reading] = []
            for reading in proven:
                if reading.before not in refused:
                    is_wanted = options.wants(reading) and not is_unread(reading)
                    (wanted if is_wanted else unwanted).append(reading)
            earlier = _current_places(made)
            made_at = {reading.start for reading in made}
            left[family] = [
                reading
                for reading in _join_passes(text, current, earlier, unwanted)[0]
                if reading.start not in made_at
            ]
            made, newly_refused = _join_passes(text, current, earlier, wanted)
            refused |= newly_refused
            after = applied(text, made)
            if after != current or newly_refused:
                break
        else:
            return Findings(made, _apart(made, left)), not refused
        current = after
        found_suspicions = Suspicions(current, options)
    return Findings(made, _apart(made, left)), False


def _contenders(
    text: str,
    made: Sequence[Reading],
    found: Suspicions,
    model: LanguageModel,
    options: Options,
) -> Iterator[tuple[Family | None, list[Reading]]]:
    """The families' proven readings of a text; then those of what earlier readings put there.

    made: the earlier readings.
    """
    yield from _ranked(text, found, model, options)
    again = _proven(deeper.read(text, made, model))
    if again:
        yield None, again


def _ranked(
    text: str, found: Suspicions, model: LanguageModel, options: Options
) -> list[tuple[Family, list[Reading]]]:
    """The families' proven readings of a text, those that gain most first.

    What one family explains very well, others are not asked about.
    """
    contenders: list[tuple[Family, list[Reading]]] = []
    explained = False
    for family in FAMILIES:
        # Where nothing is left to explain, rivals would have no more than parts of it.
        if explained and (not family.is_rival or _is_all_whole(text, contenders)):
            continue
        if family.is_legacy and contenders and _is_all_whole(text, contenders, _NEARLY_ALL):
            continue
        suspicion = found.of(family)
        proven = _proven(family.read(text, suspicion, model, options)) if suspicion else []
        if proven:
            contenders.append((family, proven))
            explained |= _gained(proven) >= _PLENTY
    if len(contenders) > 1:
        contenders = _without_legacy(text, _without_covered(contenders))
        contenders.sort(key=lambda item: -_believed(text, item[1]))
    return contenders


def _without_covered(
    contenders: list[tuple[Family, list[Reading]]],
) -> list[tuple[Family, list[Reading]]]:
    """The contenders but for rivals all of whose readings are parts of another one's."""
    return [
        (family, proven)
        for family, proven in contenders
        if not family.is_rival
        or not any(_covers(others, proven) for other, others in contenders if other is not family)
    ]


def _covers(others: list[Reading], readings: list[Reading]) -> bool:
    """Whether each of some readings is within one of others; both are in order."""
    at = 0
    for reading in readings:
        while at < len(others) and others[at].end < reading.end:
            at += 1
        if at == len(others) or others[at].start > reading.start:
            return False
    return True


def _without_legacy(
    text: str, contenders: list[tuple[Family, list[Reading]]]
) -> list[tuple[Family, list[Reading]]]:
    """The contenders but for legacy encodings, where one finds nearly all to be whole UTF-8."""
    if not _is_all_whole(text, contenders, _NEARLY_ALL):
        return contenders
    return [(family, others) for family, others in contenders if not family.is_legacy]


def _is_all_whole(
    text: str, contenders: list[tuple[Family, list[Reading]]], share: float = 1.0
) -> bool:
    """Whether one of the contenders finds such a share beyond ASCII to be whole UTF-8."""
    high = beyond_ascii(text)
    return any(
        sum(len(reading.before) for reading in readings if is_whole(reading)) >= share * high
        for _, readings in contenders
    )


def _gained(readings: list[Reading]) -> float:
    """Bits that readings gain, and that speak for them because what was found is UTF-8 in form."""
    bits = 0.0
    for reading in readings:
        bits += reading.bits
        if reading.layers[-1].written == "utf-8":
            bits += _FORM_BITS * max(len(reading.before) - 2 * len(reading.choices), 0)
    return bits


def _believed(text: str, readings: list[Reading]) -> float:
    """What readings gain; less of it where they are nonsense, but for what has a form to prove it.

    What comes out of an outer layer is nonsense too, and whole UTF-8 for the most part.
    """
    believed = {reading.start for reading in credible(text, readings)}
    bits = 0.0
    for reading in readings:
        sense = is_whole(reading) or reading.start in believed
        bits += _gained([reading]) * (1.0 if sense else _NONSENSE_WEIGHT)
    return bits


def _apart(made: list[Reading], left: dict[Family | None, list[Reading]]) -> list[Reading]:
    """The readings left, in order, without those that overlap what is made or one another."""
    found: list[Reading] = []
    for readings in left.values():
        found += apart(readings, [*made, *found])
    return sorted(found)


def _proven(readings: list[Reading]) -> list[Reading]:
    """The readings that garble to exactly what was found."""
    read = [reading for reading in readings if not is_unread(reading)]
    for layers, some in by_layers(read).items():
        if not garbles_to([r.after for r in some], [r.before for r in some], layers):
            return [r for r in readings if is_unread(r) or garble(r.after, r.layers) == r.before]
    return readings


def _current_places(readings: Sequence[Reading]) -> list[_Item]:
    """Readings of the input with the places of their results in the current text."""
    places = places_in_result(readings)
    return [
        _Item(start, end, reading, fresh=False)
        for (start, end), reading in zip(places, readings, strict=True)
    ]


def _join_passes(
    text: str, current: str, earlier: Sequence[_Item], news: Sequence[Reading]
) -> tuple[list[Reading], set[str]]:
    """Readings of the input out of the earlier ones and those of the current text.

    A new reading that overlaps earlier ones becomes one reading with all their layers, if that
    can be proven; else none of them is made. Returns the readings, and what was refused.
    """
    if not earlier:
        return list(news), set()
    items = [*earlier, *(_Item(r.start, r.end, r, fresh=True) for r in news)]
    items.sort(key=lambda item: (item.start, item.end))
    clusters: list[list[_Item]] = []
    reach = 0
    for item in items:
        if clusters and item.start < reach:
            clusters[-1].append(item)
        else:
            clusters.append([item])
        reach = max(reach, item.end)
    readings: list[Reading] = []
    refused: set[str] = set()
    shift = 0  # from offsets in the current text to offsets in the input
    for cluster in clusters:
        start = cluster[0].start + shift
        for item in cluster:
            if not item.fresh:
                shift += len(item.reading.before) - len(item.reading.after)
        end = max(item.end for item in cluster) + shift
        first = cluster[0]
        if len(cluster) > 1:
            joined = _join(text[start:end], start, current, cluster)
            if joined is None:
                refused |= {item.reading.before for item in cluster}
            else:
                readings.append(joined)
        elif first.fresh:
            readings.append(first.reading._replace(start=start, end=end))
        else:
            readings.append(first.reading)
    return readings, refused


def _join(before: str, start: int, current: str, cluster: Sequence[_Item]) -> Reading | None:
    """One reading through the layers of two passes, or None when it has no proof."""
    after = ""
    choices: list[Choice] = []
    done = cluster[0].start
    for item in cluster:
        if item.fresh:
            after += current[done : item.start]
            choices += [c._replace(offset=len(after) + c.offset) for c in item.reading.choices]
            after += item.reading.after
            done = item.end
    after += current[done : max(item.end for item in cluster)]
    earlier = [choice for item in cluster if not item.fresh for choice in item.reading.choices]
    if earlier:
        # What an earlier pass chose may now be a part of any character.
        least = min(choice.confidence for choice in [*earlier, *choices])
        choices = [Choice(i, char, least, ()) for i, char in enumerate(after) if char > "\x7f"]
    inner = {item.reading.layers for item in cluster if item.fresh}
    outer = {item.reading.layers for item in cluster if not item.fresh}
    if len(inner) != 1 or len(outer) != 1:
        return None
    layers: Layers = inner.pop() + outer.pop()
    if garble(after, layers) != before:
        return None
    bits = min(item.reading.bits for item in cluster)
    return Reading(start, start + len(before), before, after, layers, tuple(choices), bits)
