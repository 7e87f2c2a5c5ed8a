"""Two layers of which the outer one lost bytes."""

from __future__ import annotations

import pytest

from fixtext import fix_text, garble, repair
from fixtext.channels import Channel, Layers
from fixtext.invert import Blurred, inverse
from fixtext.language import load
from fixtext.layered import read
from fixtext.scan import suspects

SPANISH = "La evaluación también está investigando las publicaciones inflamatorias."
SERBIAN = "Uključujući postavljanje lažnog bankomata, kriminal je u padu širom Balkana."
VIETNAMESE = "Và cho đến lúc này cả hai cũng chỉ biết một nửa câu chuyện của chính nhà mình."
ARMENIAN = "Թեթևագույն քաշում առաջին տեղը գրավեց Եսայանը։"


def _layers(inner: str, outer: str, loss: str) -> Layers:
    return (Channel(read=inner), Channel(read=outer, loss=loss))


@pytest.mark.parametrize(
    ("clean", "inner", "outer", "loss"),
    [
        (SPANISH, "windows-1252", "windows-1250", "question"),
        (SPANISH, "windows-1252", "windows-1250", "fffd"),
        (SPANISH, "windows-1254", "windows-1250", "dropped"),
        (SERBIAN, "windows-1252", "windows-1254", "dropped"),
        (SPANISH, "windows-1254", "windows-1250", "question"),
        (VIETNAMESE, "windows-1252", "windows-1250", "question"),
        (ARMENIAN, "windows-1250", "windows-1252", "fffd"),
    ],
)
def test_both_layers_are_undone(clean: str, inner: str, outer: str, loss: str) -> None:
    layers = _layers(inner, outer, loss)
    garbled = garble(clean, layers)
    lossless = (layers[0], Channel(read=outer))
    assert garbled != garble(clean, lossless), "the outer layer lost nothing"
    result = repair(garbled)
    assert result.text == clean
    assert all(len(span.layers) == 2 for span in result.spans)


def test_what_the_outer_layer_lost_is_a_guess_where_it_may_have_been_another_character() -> None:
    layers = _layers("windows-1252", "windows-1254", "dropped")
    assert "č" in {fill.char for fill in repair(garble(SERBIAN, layers)).fills}


def test_what_only_one_character_fits_is_a_guess_too() -> None:
    # "Í" is C3 8D; of 8D (C2 8D) the second layer shows "Â?", which may be any of five bytes.
    layers = _layers("windows-1252", "windows-1252", "question")
    clean = "Í gær fór hún heim. Svo kemur Íris aftur með börnin úr sveitinni."
    result = repair(garble(clean, layers))
    lost = [i for i, char in enumerate(clean) if "?" in garble(char, layers)]
    assert lost
    assert result.text == clean
    assert {fill.offset for fill in result.fills} >= set(lost)


def test_one_layer_is_not_read_as_two() -> None:
    garbled = garble(SERBIAN, Channel(read="windows-1254", loss="dropped"))
    pages = suspects(garbled)[1]
    assert not read(garbled, pages, load())


def test_a_blurred_channel_knows_its_signs() -> None:
    plain = Channel(read="windows-1252")
    blurred = Blurred(read="windows-1252", signs=(("\U000f0000", (0xC3, 0xC5)),))
    assert inverse(blurred).bytes_of == {
        **inverse(plain).bytes_of,
        "\U000f0000": (0xC3, 0xC5),
    }


@pytest.mark.parametrize(
    "text",
    ["### Conversion — Known Issues", 'value : "—"}', "It isn’t — or is it?", "“Hi”", "✅ done"],
)
def test_marks_that_lost_a_byte_the_second_time(text: str) -> None:
    dropped = Channel(loss="dropped")
    assert repair(garble(text, (dropped, dropped))).text == text


def test_parts_that_are_whole_through_another_page_do_not_hide_two_layers() -> None:
    text = "El país y el señor: así, mañana."
    layers = (Channel(), Channel(read="windows-1250", loss="fffd"))
    assert fix_text(garble(text, layers)) == text


def test_a_loss_far_from_the_beginning_is_found_with_both_layers() -> None:
    line = "Båden lå stille på søen, og børnene løb rundt på stranden hele dagen.\n"
    clean = line * 12 + "FØRST på aftenen kom blæsten.\n"
    layers = _layers("windows-1250", "windows-1250", "dropped")
    assert garble(line, layers) == garble(line, (layers[0], Channel(read="windows-1250")))
    assert repair(garble(clean, layers)).text == clean


def test_rare_letters_far_from_the_beginning_tell_the_outer_code_page() -> None:
    # Of "ф" (D1 84, "Ñ„") windows-1254 loses a byte that windows-1252 has.
    line = "Утром мы пошли в лес, где было тихо и пахло мокрой травой.\n"
    clean = line * 14 + "Форма фонтана на фотографии напоминает графин.\n"
    layers = _layers("windows-1252", "windows-1254", "dropped")
    result = repair(garble(clean, layers))
    assert result.layers == layers
    assert "фонтана на фотографии" in result.text


def test_parts_of_a_long_line_are_cut_anywhere() -> None:
    text = (
        "南方的城市在五月已经很热，许多人晚上才出门散步，在河边的小店里吃点东西，再慢慢走回家。\n"
        "会议决定把两个部门合并起来，以后由新的主任负责全部工作，大家都表示同意这个安排。\n"
        "学校的图书馆每天早上八点开门，学生可以在那里看书写字，也可以用电脑查找需要的资料。\n"
        "他在北京住了十年，后来才回到南京工作，现在是一家银行的经理，同时还在大学教书。\n"
    )
    layers = (Channel(read="windows-1254"), Channel(loss="dropped"))
    result = repair(garble(text, layers))
    assert result.layers == layers
    wrong = {at for at, pair in enumerate(zip(text, result.text, strict=True)) if len({*pair}) > 1}
    assert wrong <= {fill.offset for fill in result.fills}
    assert len(wrong) < 8
