from __future__ import annotations

import unicodedata

import pytest

from fixtext import Channel, garble, repair
from fixtext.normalized import suspects

GREEK = "Το πρωί ο ήλιος βγήκε πάνω από το λιμάνι και οι ψαράδες γύρισαν με τις βάρκες τους."
RUSSIAN = "Сегодня утром над городом прошёл сильный дождь, и улицы ещё долго не просыхали."
GEORGIAN = "დილით მზე ამოვიდა და ბავშვები სკოლაში წავიდნენ, საღამოს კი ყველა შინ დაბრუნდა."
CHINESE = "早上太阳从海面升起，渔民们划着船回到港口，孩子们在岸边等着他们。"
POLISH = "Źdźbła trawy pokryła rosa, a później wyszło słońce i wszystko szybko wyschło."


@pytest.mark.parametrize(
    ("text", "read"),
    [
        (GREEK, "iso-8859-1"),
        (GREEK, "windows-1252"),
        (RUSSIAN, "windows-1250"),
        (RUSSIAN, "windows-1251"),
        (RUSSIAN, "mac-roman"),
        (GEORGIAN, "windows-1250"),
        (CHINESE, "windows-1251"),
        (CHINESE, "cp850"),
        (POLISH, "windows-1252"),
    ],
)
def test_normalized_mojibake_comes_back(text: str, read: str) -> None:
    channel = Channel(read=read, scrubs=("nfkc",))
    garbled = garble(text, channel)
    assert garbled != garble(text, Channel(read=read))
    result = repair(garbled)
    assert result.text == text
    assert result.layers == (channel,)


def test_signs_that_became_others_are_not_taken_from_clean_text() -> None:
    # "1", "a" and "μ" are what bytes B9, AA and B5 become; here most of them are themselves.
    clean = " Είδα 11 από τα 21 πλοία."
    channel = Channel(read="iso-8859-1", scrubs=("nfkc",))
    text = GREEK + clean
    assert repair(garble(text, channel)).text == text
    mixed = garble(GREEK, channel) + "\n1 a 2 o 3 μm, 1⁄2\n"
    assert repair(mixed).text == GREEK + "\n1 a 2 o 3 μm, 1⁄2\n"


@pytest.mark.parametrize(
    "text",
    [
        "The sign \N{COMBINING DIAERESIS} by itself, é ̈ and \N{COMBINING MACRON}, 1⁄2 and x1⁄2.",
        "Ширина 5 μм, длина 3 мμ.",
        unicodedata.normalize("NFKC", "Ä ´ Ö ¸ Ü ¨ ñ ¯ — ½, ¼, ¾; ™ №"),
    ],
)
def test_clean_text_stays(text: str) -> None:
    assert repair(text).text is text


def test_what_could_still_be_normalized_never_was() -> None:
    garbled = garble(GREEK, Channel(read="iso-8859-1", scrubs=("nfkc",)))
    assert suspects(garbled)
    assert not suspects(garbled + "½")
