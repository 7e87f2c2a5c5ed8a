"""Render: text, spans and fills out of readings that a test makes up."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from fixtext.channels import Channel, garble
from fixtext.readings import Choice, Reading
from fixtext.render import Findings, render
from fixtext.results import LineCounter, Repair

PLAIN = (Channel(),)
DROPPED = (Channel(loss="dropped"),)


def reading(
    text: str, before: str, after: str, *chosen: int, layers: tuple[Channel, ...] = PLAIN
) -> Reading:
    start = text.index(before)
    choices = tuple(Choice(at, after[at], 0.75, (("x", 0.2),)) for at in chosen)
    return Reading(start, start + len(before), before, after, layers, choices, 3.0)


def rendered(text: str, *readings: Reading, left: tuple[Reading, ...] = ()) -> Repair:
    return render(text, None, Findings(list(readings), list(left)), mark=False)


def test_nothing_found_is_the_same_object() -> None:
    text = "clean"
    result = rendered(text)
    assert result.text is text
    assert result == Repair(text, "clean", None, (), (), ())


def test_spans_count_in_the_input_and_fills_in_the_output() -> None:
    text = "Ã© b\nc Ã d Ã¼\n"
    result = rendered(
        text,
        reading(text, "Ã©", "é"),
        reading(text, "Ã d"[:1] + " d", "Á d", 0, layers=DROPPED),
        reading(text, "Ã¼", "ü"),
    )
    assert result.text == "é b\nc Á d ü\n"
    assert [(s.start, s.end, s.before, s.after, s.kind) for s in result.spans] == [
        (0, 2, "Ã©", "é", "exact"),
        (7, 10, "Ã d", "Á d", "inferred"),
        (11, 13, "Ã¼", "ü", "exact"),
    ]
    assert [(s.line, s.column) for s in result.spans] == [(1, 1), (2, 3), (2, 7)]
    (fill,) = result.fills
    assert (fill.offset, fill.char, fill.line, fill.column) == (6, "Á", 2, 3)
    assert result.text[fill.offset] == "Á"
    assert (fill.confidence, fill.alternatives) == (0.75, (("x", 0.2),))
    assert result.verdict == "garbled with losses"


def test_confidence_is_of_the_channel_and_of_all_fills() -> None:
    text = "Ã©Ã Ã"
    exact = rendered(text, reading(text, "Ã©", "é")).spans[0]
    # Three bits gained: one chance in eight to be wrong.
    assert exact.confidence == 1 - 1 / 8
    both = rendered(text, reading(text, text, "éÁ Á", 1, 3, layers=DROPPED)).spans[0]
    assert both.confidence == 0.75 * 0.75 * (1 - 1 / 8)


def test_a_reading_that_is_left_is_a_span_without_change() -> None:
    text = "a Ã b"
    left = reading(text, "Ã", "Á", 0, layers=DROPPED)
    result = rendered(text, left=(left,))
    assert result.text is text
    (span,) = result.spans
    assert (span.before, span.after, span.kind, span.layers) == ("Ã", "Ã", "unrecoverable", ())
    assert "left alone" in span.note
    assert result.fills == ()
    assert result.verdict == "garbled with losses"
    assert result.left_spans == (span,)
    assert result.repaired_spans == ()


def test_verdicts() -> None:
    text = "Ã© caf\ufffd"
    assert rendered("caf\ufffd").verdict == "unrecoverable"
    assert rendered(text, reading(text, "Ã©", "é")).verdict == "garbled"
    assert len(rendered(text, reading(text, "Ã©", "é")).spans) == 2
    assert rendered("Ã©", reading("Ã©", "Ã©", "é")).verdict == "garbled"


def test_a_wreck_inside_a_reading_is_a_part_of_it() -> None:
    layers = (Channel(loss="fffd"),)
    text = "xÃ\ufffdx \ufffdx"
    result = rendered(text, reading(text, "Ã\ufffd", "Á", 0, layers=layers))
    assert [(s.start, s.kind) for s in result.spans] == [(1, "inferred"), (5, "unrecoverable")]


def test_the_layers_of_most_characters_are_named() -> None:
    text = "Ã© √º Ã¼Ã¼"
    roman = (Channel(read="mac-roman"),)
    result = rendered(
        text,
        reading(text, "Ã©", "é"),
        reading(text, "√º", "ü", layers=roman),
        reading(text, "Ã¼Ã¼", "üü"),
    )
    assert result.layers == PLAIN


# Marks.


def marked(text: str, *readings: Reading) -> Repair:
    return render(text, None, Findings(list(readings), []), mark=True)


def test_marks_stand_where_a_character_would_be_inferred() -> None:
    text = "aÃ©ÃÃ¼b"
    result = marked(text, reading(text, "Ã©ÃÃ¼", "éÁü", 1, layers=DROPPED))
    assert result.text == "aé\ufffdüb"
    assert [(s.start, s.end, s.after, s.kind) for s in result.spans] == [
        (1, 3, "é", "exact"),
        (3, 4, "\ufffd", "unrecoverable"),
        (4, 6, "ü", "exact"),
    ]
    assert result.fills == ()
    for span in result.spans:
        assert text[span.start : span.end] == span.before
        if span.kind == "exact":
            assert garble(span.after, span.layers) == span.before
    assert result.left_spans == (result.spans[1],)


def test_one_mark_for_each_character() -> None:
    text = "ÃÃ"
    result = marked(text, reading(text, "ÃÃ", "ÁÍ", 0, 1, layers=DROPPED))
    assert result.text == "\ufffd\ufffd"


def test_what_has_no_losses_is_not_marked() -> None:
    text = "Ã©"
    assert marked(text, reading(text, "Ã©", "é")).text == "é"


def test_what_cannot_be_proven_piece_by_piece_is_left() -> None:
    # Trimmed at the line's end, each piece alone garbles to something shorter.
    layers = (Channel(loss="dropped", scrubs=("trim",)),)
    text = "Ã\u00a0Ã"
    assert garble("àÁ", layers) == text
    result = marked(text, reading(text, text, "àÁ", 1, layers=layers))
    assert result.text is text
    (span,) = result.spans
    assert span.kind == "unrecoverable"
    assert "one by one" in span.note


# Lines and columns.


@given(text=st.text("ab\n\r\u2028é", max_size=40), data=st.data())
def test_lines_and_columns_count_from_one(text: str, data: st.DataObject) -> None:
    offsets = sorted(data.draw(st.lists(st.integers(0, len(text)), max_size=6)))
    place = LineCounter(text)
    for offset in offsets:
        lines = text[:offset].split("\n")
        assert place(offset) == (len(lines), len(lines[-1]) + 1)
