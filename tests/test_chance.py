"""Readings that may be chance, and what no word has."""

from __future__ import annotations

import pytest

from fixtext import garble, repair
from fixtext.chance import is_strange
from fixtext.channels import Channel


@pytest.mark.parametrize(
    ("after", "before", "behind", "script", "is_told", "expected"),
    [
        ("ж", "p", "t", "latin", True, True),
        ("ж", " ", " ", "latin", True, False),
        ("é", "p", "t", "latin", True, False),
        # Chinese has no spaces around words of ASCII.
        ("是衡量", "C", "R", "cjk", False, False),
        ("子", "C", "R", "cjk", False, True),
        ("жза", "C", "R", "cyrillic", False, True),
        # Units and formulas.
        ("µ", "0", "m", "latin", True, False),
        ("Ω", "k", " ", "latin", True, False),
        ("π", "2", "r", "latin", True, False),
        ("λ", "f", "r", "latin", True, True),
        ("º", "n", " ", "latin", True, False),
        # In a text in another script, UTF-8 tells more than what stands around.
        ("轴", "x", "y", "cjk", True, False),
        ("墓藝", "i", "a", "cjk", False, True),
        ("墓藝", "i", " ", "cjk", False, False),
        ("Å", "r", "d", "latin", False, True),
        ("Å", "R", "D", "latin", False, False),
        ("Å", "r", "d", "latin", True, False),
        ("å iPhone", "r", " ", "latin", False, False),
        ("каin sciт", "}", " ", "cyrillic", False, True),
        ("Мiнiстэрства", " ", " ", "cyrillic", False, False),
        ("Линија \\nброј %sа", " ", " ", "cyrillic", False, False),
        ("МакНейлли", " ", " ", "cyrillic", False, False),
        # What stands right beside a C1 control is not explained by half.
        ("ã", "g", "\x9e", "latin", True, True),
        # Marks stand on letters.
        ("\u09bf", "?", "?", "cjk", True, True),
        ("\u0301", "e", " ", "latin", True, False),
        ("\ufe0f", "1", " ", "latin", True, False),
    ],
)
def test_what_no_word_has(
    after: str, before: str, behind: str, script: str, is_told: bool, expected: bool
) -> None:
    assert is_strange(after, before, behind, script, is_told=is_told) is expected


@pytest.mark.parametrize(
    "text",
    [
        "à 10 µm déjà vu",
        "résistance 10 kΩ à côté",
        "La différence Δt est élevée",
        "x² + y² = r², périmètre 2πr",
        "calle nº 5, 1ª edición",
    ],
)
def test_units_and_formulas_in_text_of_latin_script(text: str) -> None:
    assert repair(Channel().garble(text)).text == text


def test_japanese_that_lost_bytes_between_identifiers() -> None:
    text = "// Coordinatorの破棄（unique_ptrが自動的にdeleteを実行）"
    assert repair(Channel(loss="dropped").garble(text)).text == text


def test_a_capital_of_another_script_behind_a_small_letter_is_no_chance() -> None:
    assert repair("il RECO puГІ imporre a un agente ГЁ").text == "il RECO può imporre a un agente è"
    assert repair("tom csak horgГЎszni akar").text == "tom csak horgászni akar"
    for text in ("iГІ", "sinΓ + cosΓβ", "ΔxΓα", "aΔβ = bΔγ", "naпve ВВ"):
        assert repair(text).text is text


def test_a_letter_of_another_script_within_a_latin_word_is_chance() -> None:
    # "příkaz" in cp852, read as windows-1254; "ı¡" are the bytes of an Armenian letter in cp850.
    assert repair("pı¡kaz").text in ("příkaz", "pı¡kaz")
    assert repair("import css //element-uiçš„css").text == "import css //element-ui的css"


def test_letters_in_quotes_are_letters() -> None:
    text = "Das deutsche »Ä« steht nirgends, “Ã” auch nicht.\n"
    for channel in (Channel(), Channel(loss="dropped")):
        garbled = channel.garble("Čtyři děti šly přes říčku, zvířata pily vodu.\n" * 9)
        assert text in repair(garbled + text).text


def test_letters_of_words_are_no_alphabet() -> None:
    text = "Lai svečias pasėdi, jis tučtuojau surasiąs."
    assert repair(garble(text, Channel(read="mac-roman"))).text == text
    alphabet = "ƒç ƒó ƒÖ"
    assert repair(alphabet).text is alphabet


@pytest.mark.parametrize(
    "text", ["isto será un pouco distinto", "så mange oppfatninger av hvordan man bør leve livet"]
)
def test_thai_letters_within_latin_words(text: str) -> None:
    assert repair(garble(text, Channel(read="windows-874"))).text == text


def test_a_letter_or_two_of_another_script_at_a_latin_one() -> None:
    text = "Mae 10 masnachwr yng nghanolfan Tп╣п┤ Pawb wedi ysgrifennu at arweinydd y cyngor"
    assert repair(text).text is text


@pytest.mark.parametrize(
    "text",
    [
        "Les lettres «\xa0Ã\xa0» et «\xa0Â\xa0» se suivent.",
        "La lettre «\xa0Â\xa0» seule",
        "le caractère « Ã », « Â », «Ã»",
        "« lettre Â»",
        "«LETRA Â»",
    ],
)
def test_letters_in_quotes_with_spaces_are_letters(text: str) -> None:
    assert repair(text).text is text


@pytest.mark.parametrize(
    ("garbled", "text"),
    [
        ("Next Â»", "Next »"),
        ('<a href="#">Â« Back</a>', '<a href="#">« Back</a>'),
        ('echo "âš\xa0 Certificates"', 'echo "⚠ Certificates"'),
        ("| âš\xa0 | slow |", "| ⚠ | slow |"),
        ("Ã— Close", "× Close"),
    ],
)
def test_one_sign_that_no_clean_text_has_there(garbled: str, text: str) -> None:
    assert repair(garbled).text == text


@pytest.mark.parametrize(
    "text", ["le âš\xa0: une soupe", "bâš\xa0 et", "MANHÃ— Close", "A MINHA IRMÃ»"]
)
def test_one_sign_that_clean_text_may_have_there(text: str) -> None:
    assert repair(text).text is text


@pytest.mark.parametrize(
    "text",
    [
        "q_1: ┤ H ├┤0        ├─X─┤0        ├─X─┤1        ├»",
        " │ ┌┬┐ ├┤ │ »",
        "├┤   ├┴┐├─┤ │ │└┬┘",
        "border = '─│├┤┬┴┼┌┐└┘'",
    ],
)
def test_lines_that_are_drawn(text: str) -> None:
    assert repair(text).text is text


def test_letters_of_a_console_beside_lines_that_are_drawn() -> None:
    text = "│ contrôle │ 25° │ 10 m³ │ a · b"
    for page in ("cp437", "cp850"):
        for line in text.split("│"):
            assert repair(f"│{Channel(read=page).garble(line)}│").text == f"│{line}│"
