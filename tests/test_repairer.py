"""Repair, from the outside: input of every kind, the options, and what comes out."""

from __future__ import annotations

import codecs
from typing import Any

import pytest

import fixtext
from fixtext import Channel, NotTextError, Repair, fix_text, garble, repair

DROPPED = Channel(loss="dropped")
DECK = Channel("utf-8", "windows-1254", "dropped", ("soft-hyphens",))
CHINESE = "这个项目的目标是修复乱码。我们重新设计了整个系统，并且添加了测试。🎉"


# What comes back.


def test_spans_and_fills_lead_both_ways() -> None:
    text = "Titel\n" + DECK.garble(CHINESE) + "\nEnde\n" + DECK.garble("乱码🎉") + "\n"
    result = repair(text)
    assert result.fills
    shift = 0
    for span in result.spans:
        assert text[span.start : span.end] == span.before
        assert result.text[span.start + shift :].startswith(span.after)
        shift += len(span.after) - len(span.before)
        assert (span.line, span.column) == place_of(text, span.start)
    assert len(text) + shift == len(result.text)
    for fill in result.fills:
        assert result.text[fill.offset] == fill.char
        assert (fill.line, fill.column) == place_of(result.text, fill.offset)
    assert result.text.startswith("Titel\n")
    assert "\nEnde\n" in result.text


def place_of(text: str, offset: int) -> tuple[int, int]:
    lines = text[:offset].split("\n")
    return len(lines), len(lines[-1]) + 1


def test_exact_and_inferred_are_told_apart() -> None:
    result = repair(Channel().garble("Grüße"))
    assert (result.text, result.verdict) == ("Grüße", "garbled")
    assert [span.kind for span in result.spans] == ["exact"]
    assert result.fills == ()
    result = repair(DECK.garble(CHINESE))
    assert result.verdict == "garbled with losses"
    assert "inferred" in [span.kind for span in result.spans]
    for fill in result.fills:
        assert 0 < fill.confidence <= 1
        assert fill.confidence + sum(p for _, p in fill.alternatives) <= 1 + 1e-6


@pytest.mark.parametrize(
    "text",
    [
        "He said “hello” and “goodbye” to the world.",
        "“No,” she said. “It’s over.”",
        "Er sagte “Grüße” und “schöne Tage”, sonst nichts.",
        "Ça va ? « Très bien », dit-elle — “merci”.",
    ],
)
@pytest.mark.parametrize("loss", ["dropped", "fffd", "question"])
def test_the_closing_quote_that_windows_1252_loses(text: str, loss: str) -> None:
    # 9D, the last byte of the right double quote, is the byte that is lost most often of all.
    assert fix_text(Channel(loss=loss).garble(text)) == text


@pytest.mark.parametrize(
    "text",
    ["", "plain ASCII\n", "Größe 5 µm, naïve Façade", "Привет", "中文，你好。", "😀", "\x00\x7f"],
)
def test_clean_text_is_the_same_object(text: str) -> None:
    result = repair(text)
    assert result.text is text
    assert result == Repair(text, "clean", None, (), (), ())
    assert fix_text(text) is text


class Tagged(str):
    """A subclass, as template engines and parsers have them."""

    __slots__ = ()


def test_a_subclass_of_str() -> None:
    clean = Tagged("Größe")
    assert repair(clean).text is clean
    assert repair(Tagged(Channel().garble("Größe"))).text == "Größe"


# Layers.


@pytest.mark.parametrize("times", [2, 3])
@pytest.mark.parametrize("text", ["Grüße aus München", "Çà et là, déjà vu à Noël", "Привет, мир"])
def test_the_same_mix_up_again_and_again(text: str, times: int) -> None:
    layers = (Channel(),) * times
    result = repair(garble(text, layers))
    assert result.text == text
    assert result.layers == layers
    assert all(span.layers == layers for span in result.spans)
    assert result.verdict == "garbled"


def test_two_different_mix_ups_one_after_the_other() -> None:
    layers = (Channel(read="mac-roman"), Channel())
    text = "¿Qué pasó? Mañana será otro día, señor Muñoz."
    result = repair(garble(text, layers))
    assert result.text == text
    assert result.layers == layers


def test_two_mix_ups_side_by_side() -> None:
    first, second = Channel(read="mac-roman"), Channel()
    text = first.garble("größere Brötchen") + "\n" + second.garble("süße Äpfel, Grüße") + "\n"
    result = repair(text)
    assert result.text == "größere Brötchen\nsüße Äpfel, Grüße\n"
    assert {span.layers for span in result.spans} == {(first,), (second,)}


def test_clean_and_garbled_lines_in_one_document() -> None:
    lines = ["Grüße aus Köln", "déjà vu à l’hôtel", "Привет, мир", "中文和日本語", "ASCII only"]
    for bad in range(5):
        mixed = [Channel().garble(x) if at == bad else x for at, x in enumerate(lines)]
        assert fix_text("\n".join(mixed)).split("\n") == lines


def test_once_and_twice_garbled_lines_in_one_document() -> None:
    text = "größere Brötchen\nsüße Äpfel"
    one, two = text.split("\n")
    mixed = Channel().garble(one) + "\n" + garble(two, (Channel(), Channel()))
    assert fix_text(mixed) == text


# Options.


def test_mark_puts_a_sign_where_a_character_would_be_inferred() -> None:
    garbled = DECK.garble(CHINESE)
    filled, marked = repair(garbled), repair(garbled, lossy="mark")
    assert len(marked.text) == len(filled.text)
    fills = {fill.offset for fill in filled.fills}
    assert fills
    for at, char in enumerate(marked.text):
        assert char == ("\ufffd" if at in fills else filled.text[at])
    assert marked.fills == ()
    assert marked.verdict == "garbled with losses"
    assert marked.left_spans


def test_off_leaves_what_lost_bytes_and_repairs_the_rest() -> None:
    text = "Grüße\n“größere” Brötchen\n"
    garbled = DROPPED.garble(text)
    result = repair(garbled, lossy="off")
    assert result.text.split("\n")[0] == "Grüße"
    assert result.fills == ()
    assert [span.kind for span in result.spans].count("unrecoverable") == 1
    (left,) = result.left_spans
    assert left.before == left.after == DROPPED.garble("”")
    assert left.note
    assert result.text == text.replace("”", left.before)


def test_off_changes_nothing_where_nothing_can_be_changed() -> None:
    garbled = DROPPED.garble("他说“好”，我说“不”。").replace("ä¸", "x")
    result = repair(garbled, lossy="off")
    assert all(span.kind in ("exact", "unrecoverable") for span in result.spans)


@pytest.mark.parametrize("least", [0.0, 0.5, 0.9, 0.999, 1.0])
def test_no_fill_is_less_certain_than_asked_for(least: float) -> None:
    garbled = DECK.garble(CHINESE.replace("。", "。\n"))
    result = repair(garbled, min_confidence=least)
    assert all(fill.confidence >= least for fill in result.fills)
    everything = repair(garbled)
    lower = [fill for fill in everything.fills if fill.confidence < least]
    assert bool(lower) == bool(result.left_spans)


def test_context_may_be_any_collection_of_texts() -> None:
    garbled = DECK.garble("我们请王彝来讲课，他说可以。今天的天气很好，大家都来了。😀")
    context = ["王彝的诗。", "plain"]
    expected = fix_text(garbled, context=context)
    assert "王彝" in expected
    for given in (tuple(context), set(context), iter(context), dict.fromkeys(context)):
        assert fix_text(garbled, context=given) == expected


@pytest.mark.parametrize(
    ("options", "error", "words"),
    [
        ({"context": "one text"}, TypeError, r"context=\[text\]"),
        ({"lossy": "guess"}, ValueError, "fill, mark, off"),
        ({"min_confidence": 1.5}, ValueError, "1.5"),
        ({"min_confidence": -0.1}, ValueError, "-0.1"),
        ({"min_confidence": float("nan")}, ValueError, "nan"),
    ],
)
@pytest.mark.parametrize("text", ["", "ASCII", "Ã©", b"bytes"])
def test_options_out_of_range(
    text: str | bytes, options: dict[str, Any], error: type[Exception], words: str
) -> None:
    with pytest.raises(error, match=words):
        repair(text, **options)


# What is beyond repair.


@pytest.mark.parametrize("text", ["При\ufffdет", "日本\ufffd\ufffd語", "用户锟斤拷锟斤拷"])
def test_what_is_unrecoverable_is_said_to_be_so_and_left(text: str) -> None:
    result = repair(text)
    assert result.text is text
    assert result.verdict == "unrecoverable"
    assert result.layers == ()
    assert result.fills == ()
    assert result.spans
    for span in result.spans:
        assert span.kind == "unrecoverable"
        assert span.before == span.after
        assert span.note
    assert result.left_spans == result.spans


def test_the_rest_is_repaired_beside_what_is_unrecoverable() -> None:
    result = repair("GrÃ¼ÃŸe, 日\ufffd本")
    assert result.text == "Grüße, 日\ufffd本"
    assert result.verdict == "garbled"
    assert [span.kind for span in result.spans] == ["exact", "unrecoverable"]


# Input.


@pytest.mark.parametrize(
    ("data", "text", "encoding"),
    [
        (b"", "", "utf-8"),
        ("Grüße".encode(), "Grüße", "utf-8"),
        ("GrÃ¼ÃŸe\r\n".encode(), "Grüße\r\n", "utf-8"),
        (codecs.BOM_UTF8 + "GrÃ¼ÃŸe".encode(), "Grüße", "utf-8-sig"),
        (codecs.BOM_UTF16_LE + "GrÃ¼ÃŸe".encode("utf-16-le"), "Grüße", "utf-16-le"),
        (codecs.BOM_UTF16_BE + "GrÃ¼ÃŸe".encode("utf-16-be"), "Grüße", "utf-16-be"),
    ],
)
@pytest.mark.parametrize("kind", [bytes, bytearray, memoryview])
def test_bytes_are_decoded_first(kind: Any, data: bytes, text: str, encoding: str) -> None:
    result = repair(kind(data))
    assert (result.text, result.encoding) == (text, encoding)


@pytest.mark.parametrize(
    ("text", "position"),
    [("\ud800", 0), ("abc\udcff", 3), ("Ã©\ud83d Ã©", 2), ("😀\udc80", 1)],
)
def test_lone_surrogates_are_refused_with_their_place(text: str, position: int) -> None:
    for call in (repair, fix_text, fixtext.detect):
        with pytest.raises(NotTextError, match=f"at character {position}\\b") as raised:
            call(text)
        assert f"U+{ord(text[position]):04X}" in str(raised.value)
        assert "\n" not in str(raised.value)


def test_bytes_of_another_encoding_are_refused_by_name() -> None:
    data = "Привет, как дела? Сегодня хорошая погода, и мы идём гулять.".encode("cp1251")
    with pytest.raises(NotTextError, match="1251"):
        repair(data)


@pytest.mark.parametrize("data", [bytes(range(256)), b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR"])
def test_binary_is_refused(data: bytes) -> None:
    with pytest.raises(NotTextError):
        repair(data)


@pytest.mark.parametrize("value", [None, 1, ["text"], object()])
def test_what_is_neither_text_nor_bytes_is_refused(value: Any) -> None:
    for call in (repair, fix_text, fixtext.detect):
        with pytest.raises(TypeError, match=type(value).__name__):
            call(value)


@pytest.mark.parametrize(
    "text",
    [
        "the CO₂ emissions",
        "a ∈ A",
        "⟨x, y⟩",
        "ratio ⅓ cup",
        "❯ npm run",
        "ℝ and ℤ",
        "𝒜 set",
        "₽ 500",
    ],
)
def test_signs_that_the_model_has_hardly_seen(text: str) -> None:
    assert repair(Channel().garble(text)).text == text
