"""Results as text, as JSON and as unified diffs. Pure functions: nothing here prints.

JSON: one object on one line for each file, in the order of the files, with these members.

    path         str: as given on the command line, "-" for standard input
    verdict      str: "clean", "garbled", "garbled with losses" or "unrecoverable"
    encoding     str: of the file, a name that Python knows
    layers       array of layers: what explains most of the damage, the first mix-up first
    equivalents  array of such arrays: what explains it just as well, the likely ones first
    spans        array of spans, in order
    confidence   number, 0 to 1: that the verdict is right (detect only)
    fills        array of fills, in order (repair only)
    changed      bool: whether the repaired file differs from what it was (repair only)
    written      bool: whether a file was written (repair only)

    a layer      {"written": str, "read": str, "loss": str, "scrubs": [str]}
    a span       {"start", "end": characters of the text, from 0; "line", "column": from 1;
                  "before", "after": str; "kind": "exact", "inferred" or "unrecoverable";
                  "confidence": number; "layers": array of layers; "note": str}
    a fill       {"offset": characters of the repaired text, from 0; "line", "column": from 1, in
                  the repaired text; "char": str; "confidence": number;
                  "alternatives": [[char, confidence]]}

Offsets count characters of the decoded file after its byte order mark, if it has one; where it is
not UTF-8, of what UTF-8 shows of it, with U+FFFD.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from fixtext.channels import Layers, describe, displayed
from fixtext.results import Detection, Fill, Repair, Span

if TYPE_CHECKING:
    from fixtext.twins import Comparison

_QUOTE_LIMIT = 60
"""Characters of a quotation that a line of a report shows."""

_LEFT_SHOWN = 3
"""Spans left garbled that the line of a file names; the rest is counted."""

_LINES_SHOWN = 10
"""Lines in another encoding that the line of a file names."""

_DIFF_CONTEXT = 3
"""Unchanged lines around a change, as in every other diff."""


def plural(count: int, noun: str) -> str:
    """A count with its noun, one that takes an s: "1 span", "2 spans"."""
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"


def percent(probability: float) -> str:
    """Rounded down, so that only certainty reads "100 %"; below one "<1 %"."""
    # The tiny addend keeps 0.29 * 100 = 28.999999999999996 from reading 28.
    whole = int(probability * 100 + 1e-9)
    return "<1 %" if whole == 0 and probability > 0 else f"{whole} %"


def error_rate(comparison: Comparison) -> str:
    """The character error rate in percent, with the digits that tell it from none."""
    bound = "" if comparison.exact else "at most "
    return f"error rate {bound}{comparison.cer * 100:.3g} %"


def quote(text: str, limit: int = _QUOTE_LIMIT) -> str:
    """In quotation marks, invisible and control characters escaped, long text cut with "…"."""
    return repr(text if len(text) <= limit else text[: limit - 1] + "…")


def repair_line(path: str, result: Repair, *, would: bool = False) -> str:
    """One line on what was wrong with a file and what a repair did, or with `would` would do."""
    if result.verdict == "clean":
        return f"{path}: clean"
    repaired = result.repaired_spans
    parts = [_explanation(result)]
    if inferred_or_exact := [span for span in repaired if span.kind != "unrecoverable"]:
        parts.append(_repaired_words(inferred_or_exact, len(result.fills), would=would))
    if result.fills:
        parts.append(f"least certain: {_fill_words(min(result.fills, key=_confidence))}")
    if left := result.left_spans:
        parts.append(_left_words(left))
    return f"{path}: " + "; ".join(parts)


def detection_lines(path: str, detection: Detection, unusual: str = "") -> Iterator[str]:
    """A line for each span, "path:line:column: ...", then one with the verdict on the file.

    unusual: what is to be said of the file's encoding, with a comma before it.
    """
    for span in detection.spans:
        yield f"{path}:{span.line}:{span.column}: {span_words(span, detection.layers)}"
    if detection.verdict == "clean":
        yield f"{path}: clean{unusual}"
        return
    explanation = _explanation(detection)
    yield f"{path}: {detection.verdict}: {explanation}; {_kinds(detection.spans)}{unusual}"


def span_words(span: Span, usual: Layers) -> str:
    """What a span is and should be; its layers only where they are not the `usual` ones."""
    if span.kind == "unrecoverable":
        return f"unrecoverable: {quote(span.before)}" + (f": {span.note}" if span.note else "")
    sure = "exact" if span.kind == "exact" else f"inferred, {percent(span.confidence)}"
    words = f"{sure}: {quote(span.before)} should be {quote(span.after)}"
    return words if span.layers == usual else f"{words} [{describe(span.layers)}]"


def repair_object(
    path: str, encoding: str, result: Repair, *, changed: bool, written: bool
) -> dict[str, Any]:
    """A repaired file for JSON; see the head of this module."""
    return {
        **_found_object(path, encoding, result),
        "fills": [_fill_object(fill) for fill in result.fills],
        "changed": changed,
        "written": written,
    }


def detection_object(path: str, encoding: str, detection: Detection) -> dict[str, Any]:
    """An examined file for JSON; see the head of this module."""
    return {**_found_object(path, encoding, detection), "confidence": detection.confidence}


def _found_object(path: str, encoding: str, found: Repair | Detection) -> dict[str, Any]:
    """What is the same for both."""
    return {
        "path": path,
        "verdict": found.verdict,
        "encoding": encoding,
        "layers": _layers_array(found.layers),
        "equivalents": [_layers_array(layers) for layers in found.equivalents],
        "spans": [_span_object(span) for span in found.spans],
    }


def json_line(value: dict[str, Any]) -> str:
    """One line of JSON, in ASCII, so that no terminal and no file name can break it."""
    import json

    return json.dumps(value)


def unified_diff(path: str, before: str, after: str) -> str:
    """What `git diff` would print for this change; "" when there is none.

    Lines end at a line feed alone. Where both texts have as many lines they are compared line
    by line, in linear time: a repair keeps line ends, so this is the usual case. Otherwise
    difflib aligns them (quadratic in the worst case).
    """
    old, new = _lines(before), _lines(after)
    changes = _changes(old, new)
    if not changes:
        return ""
    name = path.lstrip("/")
    end = "\t\n" if " " in name else "\n"  # as git and GNU diff mark the end of such a name
    parts = [f"--- a/{name}{end}", f"+++ b/{name}{end}"]
    for hunk in _hunks(changes):
        parts += _hunk_lines(hunk, old, new)
    return "".join(parts)


def _confidence(fill: Fill) -> float:
    return fill.confidence


def _explanation(found: Repair | Detection) -> str:
    layers, spans = found.layers, found.spans
    if not layers:
        return "damage that nothing explains"
    others = {span.layers for span in spans if span.layers} - {layers}
    more = f" (and {plural(len(others), 'other mix-up')})" if others else ""
    return (_in_file(layers, spans) or explained(layers, found.equivalents)) + more


def explained(layers: Layers, equivalents: Sequence[Layers]) -> str:
    """The layers in words, with the encoding in which the first that explain as much differ."""
    if not equivalents:
        return describe(layers)
    other = _difference(layers, equivalents[0])
    more = len(equivalents) - 1
    others = f" and {plural(more, 'other')}" if more else ""
    return f"{describe(layers)} (equally: {other}{others})"


def _difference(layers: Layers, others: Layers) -> str:
    channel, other = next(pair for pair in zip(layers, others, strict=True) if pair[0] != pair[1])
    return displayed(other.read if other.written == channel.written else other.written)


def _in_file(layers: Layers, spans: Sequence[Span]) -> str:
    """What a file of UTF-8 has in it that is none, if that is what happened and nothing is lost:
    "UTF-8 with 3 lines of windows-1252 (4, 9, 12)".
    """
    written = layers[0].written
    lines = [s.line for s in spans if s.layers == layers and s.kind == "exact"]
    if layers[-1].read != "utf-8" or not lines:
        return ""
    if written == "utf-8-sig":
        return "UTF-8 with a byte order mark kept as text"
    where = list(dict.fromkeys(lines))
    numbers = ", ".join(map(str, where[:_LINES_SHOWN])) + (", …" * (len(where) > _LINES_SHOWN))
    noun = plural(len(where), "line")
    return f"UTF-8 with {noun} of {displayed(written)} ({numbers})"


def _repaired_words(spans: Sequence[Span], fills: int, *, would: bool) -> str:
    verb = " would be repaired" if would else " repaired"
    characters = f" ({plural(fills, 'character')})" if fills else ""
    exact = sum(span.kind == "exact" for span in spans)
    if exact == len(spans):
        return f"{plural(len(spans), 'span')}{verb}, {'all ' if exact > 1 else ''}exact"
    counts = f"{exact} exact, {len(spans) - exact} inferred{characters}"
    return f"{plural(len(spans), 'span')}{verb}: {counts}"


def _fill_words(fill: Fill) -> str:
    words = f"line {fill.line} {quote(fill.char)} {percent(fill.confidence)}"
    if fill.alternatives:
        char, probability = fill.alternatives[0]
        words += f" (or {quote(char)} {percent(probability)})"
    return words


def _left_words(spans: Sequence[Span]) -> str:
    named = [
        f"line {span.line} {quote(span.before, 20)}" + (f" ({span.note})" if span.note else "")
        for span in spans[:_LEFT_SHOWN]
    ]
    if len(spans) > _LEFT_SHOWN:
        named.append("…")
    return f"{plural(len(spans), 'span')} left garbled: {', '.join(named)}"


def _kinds(spans: Sequence[Span]) -> str:
    counts = [
        f"{count} {kind}"
        for kind in ("exact", "inferred", "unrecoverable")
        if (count := sum(span.kind == kind for span in spans))
    ]
    return f"{plural(len(spans), 'span')}: {', '.join(counts)}"


def _layers_array(layers: Layers) -> list[dict[str, Any]]:
    return [
        {
            "written": channel.written,
            "read": channel.read,
            "loss": channel.loss,
            "scrubs": list(channel.scrubs),
        }
        for channel in layers
    ]


def _span_object(span: Span) -> dict[str, Any]:
    return {
        "start": span.start,
        "end": span.end,
        "line": span.line,
        "column": span.column,
        "before": span.before,
        "after": span.after,
        "kind": span.kind,
        "confidence": span.confidence,
        "layers": _layers_array(span.layers),
        "note": span.note,
    }


def _fill_object(fill: Fill) -> dict[str, Any]:
    return {
        "offset": fill.offset,
        "line": fill.line,
        "column": fill.column,
        "char": fill.char,
        "confidence": fill.confidence,
        "alternatives": [list(alternative) for alternative in fill.alternatives],
    }


_Change = tuple[int, int, int, int]
"""Lines [0] to [1] of the old text are replaced by lines [2] to [3] of the new, from 0."""


def _lines(text: str) -> list[str]:
    parts = text.split("\n")
    last = parts.pop()
    return [part + "\n" for part in parts] + ([last] if last else [])


def _changes(old: list[str], new: list[str]) -> list[_Change]:
    if len(old) != len(new):
        from difflib import SequenceMatcher

        codes = SequenceMatcher(None, old, new).get_opcodes()
        return [(i, i_end, j, j_end) for tag, i, i_end, j, j_end in codes if tag != "equal"]
    changes: list[_Change] = []
    for number, (line, other) in enumerate(zip(old, new, strict=True)):
        if line == other:
            continue
        start = changes.pop()[0] if changes and changes[-1][1] == number else number
        changes.append((start, number + 1, start, number + 1))
    return changes


def _hunks(changes: list[_Change]) -> Iterator[list[_Change]]:
    hunk = [changes[0]]
    for change in changes[1:]:
        if change[0] - hunk[-1][1] > 2 * _DIFF_CONTEXT:
            yield hunk
            hunk = []
        hunk.append(change)
    yield hunk


def _hunk_lines(hunk: list[_Change], old: list[str], new: list[str]) -> Iterator[str]:
    lead = min(_DIFF_CONTEXT, hunk[0][0])
    tail = min(_DIFF_CONTEXT, len(old) - hunk[-1][1])
    removed = _line_range(hunk[0][0] - lead, hunk[-1][1] + tail)
    added = _line_range(hunk[0][2] - lead, hunk[-1][3] + tail)
    yield f"@@ -{removed} +{added} @@\n"
    at = hunk[0][0] - lead
    for start, end, new_start, new_end in hunk:
        yield from _marked(" ", old[at:start])
        yield from _marked("-", old[start:end])
        yield from _marked("+", new[new_start:new_end])
        at = end
    yield from _marked(" ", old[at : at + tail])


def _line_range(start: int, end: int) -> str:
    length = end - start
    if length == 1:
        return str(start + 1)
    # An empty range names the line before it.
    return f"{start + 1 if length else start},{length}"


def _marked(mark: str, lines: list[str]) -> Iterator[str]:
    for line in lines:
        yield mark + (line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n")
