"""Reading a text through one channel: what is believed, and what it rests on."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import fixtext
from fixtext import codepage_readings, gaps
from fixtext.channels import LOSSES, Channel, garble
from fixtext.codepage_readings import read_through
from fixtext.judge import NEXT_MARGIN
from fixtext.language import load
from fixtext.readings import Reading, is_unread
from tests import strategies

FIXTURES = Path(__file__).parent.parent / "fixtures"


def read(path: str) -> str:
    return (FIXTURES / path).read_bytes().decode()


def apply(text: str, readings: list[Reading]) -> str:
    parts, done = [], 0
    for reading in readings:
        parts += [text[done : reading.start], reading.after]
        done = reading.end
    return "".join([*parts, text[done:]])


@pytest.mark.parametrize(
    ("twin", "channel"),
    [
        ("twins/fr-windows-1252.txt", Channel()),
        ("twins/fr-windows-1252.txt", Channel(scrubs=("nbsp",))),
        ("twins/pl-windows-1250.txt", Channel(read="cp437")),
        ("twins/ru-koi8-r.txt", Channel(read="koi8-r")),
        ("twins/ja-mac-roman.txt", Channel(read="mac-roman")),
    ],
    ids=str,
)
def test_what_lost_nothing_comes_out_exactly(twin: str, channel: Channel) -> None:
    text = read(twin)
    garbled = channel.garble(text)
    readings = read_through(garbled, channel, load())
    assert apply(garbled, readings) == text
    if not channel.scrubs:
        assert not any(reading.choices for reading in readings)


@given(
    text=strategies.texts(),
    channel=strategies.channels(),
    clean=st.sampled_from(["", "Das Café öffnet. ", "中文和 "]),
)
def test_readings_are_in_order_and_of_the_text(text: str, channel: Channel, clean: str) -> None:
    # What has come through whole makes the channel believable.
    garbled = clean + channel.garble("Грüße, größere 中文. ") + channel.garble(text)
    done = 0
    for reading in read_through(garbled, channel, load()):
        assert done <= reading.start < reading.end
        assert garbled[reading.start : reading.end] == reading.before
        assert reading.after != reading.before
        assert reading.bits >= NEXT_MARGIN
        assert len(reading.layers) == 1
        offsets = [choice.offset for choice in reading.choices]
        assert offsets == sorted(set(offsets))
        for choice in reading.choices:
            assert reading.after[choice.offset] == choice.char
            assert 0 <= choice.confidence <= 1
            assert choice.char not in [char for char, _ in choice.alternatives]
        done = reading.end


@pytest.mark.parametrize("loss", LOSSES)
def test_every_inferred_character_is_a_choice_and_no_other(loss: str) -> None:
    channel = Channel(read="windows-1254", loss=loss, scrubs=("soft-hyphens",))
    text = read("twins/ja-windows-1252.txt")
    garbled = channel.garble(text)
    lost = {0xAD} if loss == "kept" else {0xAD, 0x81, 0x8D, 0x8E, 0x8F, 0x90, 0x9D, 0x9E}
    readings = read_through(garbled, channel, load())
    assert apply(garbled, readings)[:20] == text[:20]
    seen = 0
    for reading in readings:
        certain = [
            char
            for offset, char in enumerate(reading.after)
            if char > "\x7f" and offset not in {choice.offset for choice in reading.choices}
        ]
        for char in certain:
            assert not lost & set(char.encode()), (char, reading)
        for choice in reading.choices:
            # It lost something, or stands beside what did.
            near = reading.after[max(choice.offset - 2, 0) : choice.offset + 3]
            assert lost & set(near.encode()), choice
            seen += 1
    assert seen


def test_weak_evidence_is_not_enough() -> None:
    assert read_through("a Ã© b", Channel(read="iso-8859-16"), load()) == []
    assert read_through("¿Qué? «Sí» – 5 × 3 ± 2", Channel(), load()) == []


def test_once_a_channel_is_known_weaker_stretches_follow() -> None:
    channel = Channel(read="mac-roman")
    weak, strong = channel.garble("3× "), channel.garble("größere Brötchen")
    assert read_through(weak, channel, load()) == []
    known = f"{weak}\n{strong}"
    assert apply(known, read_through(known, channel, load())) == "3× \ngrößere Brötchen"


def test_clean_text_beside_the_damage_stays() -> None:
    clean = "Größe: 5 µm, naïve Façade, Привет, 中文，你好。\n"
    text = clean + Channel().garble("Grüße aus Köln, größere Brötchen\n") + clean
    readings = read_through(text, Channel(), load())
    assert apply(text, readings) == clean + "Grüße aus Köln, größere Brötchen\n" + clean


def test_the_simplest_channel_that_explains_all_is_named() -> None:
    text = "Grüße aus Köln, größere Brötchen"
    elaborate = Channel(loss="dropped", scrubs=("soft-hyphens", "c1", "trim"))
    readings = read_through(elaborate.garble(text), elaborate, load())
    assert {reading.layers for reading in readings} == {(Channel(),)}
    lossy = "Er sagte: “Grüße” und “größere” Brötchen. Así, ahí, aquí, allí, país."
    readings = read_through(elaborate.garble(lossy), elaborate, load())
    assert {reading.layers for reading in readings} == {
        (Channel(loss="dropped", scrubs=("soft-hyphens",)),)
    }
    assert all(garble(r.after, r.layers) == r.before for r in readings)


def test_what_was_read_before_tells_what_comes_next() -> None:
    # "j" + "à" is likely after "dé", and not after "dÃ©".
    channel = Channel(scrubs=("trim",))
    garbled = channel.garble("Voilà\ndéjà\n")
    assert apply(garbled, read_through(garbled, channel, load())) == "Voilà\ndéjà\n"


@pytest.mark.parametrize(
    "text",
    [
        "O título e “IRMÃ” em maiúsculas.",
        "AMANHÃ… ninguém sabe.",
        "MISUTÂ\u00a0AJIKKO",
        "Buried surface area 1250 Å².",
        "É™",
        "CAFÉ™",
        "CAFÉ®",
        "MAÇÃ° Ç°",
        "é«»",
        "« Il est allé\xa0» dit-il",
        "Il est allé\xa0— et revenu",
    ],
)
def test_one_character_that_may_be_clean_is_left(text: str) -> None:
    assert fixtext.fix_text(text) is text


@pytest.mark.parametrize("text", ["cafÃ©", "BoyacÃ¡", "Ã…lesund", "RÄ«ga"])
def test_one_character_that_is_surely_garbled_is_repaired(text: str) -> None:
    assert len(fixtext.fix_text(text)) == len(text) - 1


# What the whole document says.

CZECH = "Žluťoučký kůň úpěl ďábelské ódy. Člověk, čtyři čápi, září, září a čtení; í. "


def test_in_a_fully_garbled_text_single_signs_are_garbled_too() -> None:
    channel = Channel(loss="dropped", scrubs=("soft-hyphens",))
    text = CZECH * 20 + "\nSnemma í okt. í\n"
    garbled = channel.garble(text)
    assert " Ã " in garbled
    result = fixtext.fix_text(garbled)
    assert "Ã" not in result
    assert "Ä" not in result
    assert len(result) == len(text)


@pytest.mark.parametrize("clean", ["“so” – «tak»", "à\u00a0la", "über", "Łódź", "中文，你好", "é"])
def test_clean_characters_beside_many_garbled_ones_stay(clean: str) -> None:
    channel = Channel(loss="dropped", scrubs=("soft-hyphens",))
    line = channel.garble(CZECH)
    mixed = "\n".join([*[line] * 10, clean, *[line] * 10])
    assert fixtext.fix_text(mixed).split("\n")[10] == clean


@pytest.mark.parametrize("page", ["windows-1252", "iso-8859-1", "cp437"])
@pytest.mark.parametrize(
    "text",
    ["Temperature: 25 °C", "§ 3 Abs. 1", "±5 %", "½ cup", "¡Hola!", "10 µs", "★★★☆☆", "x → y", "®"],
)
def test_a_lone_sign_behind_what_ends_no_word_is_evidence_enough(text: str, page: str) -> None:
    assert fixtext.fix_text(Channel(read=page).garble(text)) == text


def test_a_long_damaged_stretch_is_read_in_parts() -> None:
    channel = Channel(read="windows-1252", loss="dropped")
    line = "电脑里的文章关于东方的历史，华东师范大学的学生写的文字。" * 60
    garbled = garble(line, channel)
    assert len(garbled) > 3 * gaps.LONGEST_STRETCH
    assert apply(garbled, read_through(garbled, channel, load())) == line


def test_beyond_the_limit_only_what_came_through_whole_is_read(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    channel = Channel(read="windows-1252", loss="dropped")
    text = "Größe und Übergröße für Miguel Ángel, café – naïve, Álvaro\n" * 3
    garbled = garble(text, channel)
    assert apply(garbled, read_through(garbled, channel, load())) == text
    monkeypatch.setattr(codepage_readings, "MOST_WORK", 50)
    found = read_through(garbled, channel, load())
    unread = [reading for reading in found if is_unread(reading)]
    assert unread
    assert len(found) > len(unread)
    assert all(not reading.choices for reading in found)
    # Another look finds no more.
    again = read_through(apply(garbled, found), channel, load())
    assert all(map(is_unread, again))


def test_what_is_beyond_the_limit_is_called_garbled(monkeypatch: pytest.MonkeyPatch) -> None:
    channel = Channel(read="windows-1252", loss="dropped")
    garbled = garble("电脑里的文章关于东方的历史，华东师范大学的学生写的文字。\n" * 3, channel)
    monkeypatch.setattr(codepage_readings, "MOST_WORK", 50)
    result = fixtext.repair(garbled)
    assert result.verdict == "garbled with losses"
    assert result.layers[-1].read == "windows-1252"
    assert result.left_spans
    assert all("takes too long" in span.note for span in result.left_spans)
    assert fixtext.repair(result.text).text is result.text
    found = fixtext.detect(garbled)
    assert found.verdict == "garbled with losses"
    assert found.confidence > 0.99


def test_of_many_candidates_each_stretch_is_read_by_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    channel = Channel(read="iso-8859-1", scrubs=("c1", "soft-hyphens"))
    text = "Съешь же ещё этих мягких французских булок, да выпей чаю. Größe, naïve\n" * 5
    garbled = garble(text, channel)
    expected = read_through(garbled, channel, load(), torn=True)
    assert expected
    monkeypatch.setattr(gaps, "WORK_AT_ONCE", 0)
    assert read_through(garbled, channel, load(), torn=True) == expected


def test_a_clean_letter_beside_garbled_ones_is_not_made_any_of_hundreds() -> None:
    # Tests of decoders have both, and single letters between quotes.
    text = (
        "decode(b'\\xc3\\xa9', 'utf8') == ('é', UTF8)\nassert 'Ã©' == decode('é', 'latin1')\n" * 3
    )
    for channel in (
        Channel(read="iso-8859-1", scrubs=("c1",)),
        Channel(read="windows-1252", loss="dropped"),
    ):
        for reading in read_through(text, channel, load()):
            assert reading.before != "é"
    assert "'é'" in fixtext.fix_text(text)


def test_signs_that_stand_alone_everywhere_begin_no_sequence() -> None:
    line = "La valeur demandée n’est pas spécifiée : « %s » a été ignoré.\n"
    text = line * 20 + "« répété\xa0» est arrivé\xa0: demandé\xa0!\n"
    for page in ("windows-1250", "windows-1252"):
        channel = Channel(read=page, scrubs=("soft-hyphens",))
        assert not read_through(text, channel, load())
    assert fixtext.fix_text(text) is text
