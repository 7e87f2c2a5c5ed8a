"""Garbled lines in long clean texts."""

from __future__ import annotations

import pytest

from fixtext import garble, repair
from fixtext.channels import Channel
from fixtext.dense import read
from fixtext.language import load
from fixtext.scan import suspects

RUSSIAN = (
    "Утром на площади собирались торговцы с корзинами яблок и свежего хлеба.",
    "Дети бегали вокруг фонтана, а старики сидели на скамейках и спорили о погоде.",
    "К вечеру поднялся ветер, и люди разошлись по домам.",
)
FRENCH = (
    "Le marché s’était animé dès l’aube, et la foule répétait : « Quelle journée d’été »",
    "« C’est décidé », répondit le maire, « nous irons à la fête du village voisiné »",
    "Les élèves de l’école ont préparé des gâteaux pour la kermesse.",
)
GERMAN = (
    "Größere Boote müssen draußen bleiben, und für Fähren ist es zu flach.",
    "Über den Dächern der Stadt kreisten Störche, und Äpfel lagen im Gras.",
    "Öl, Äste und Überreste lagen am Ufer.",
)
TEXTS = {"ru": RUSSIAN, "fr": FRENCH, "de": GERMAN}
GARBLED = {
    "ru": "Весной река выходит из берегов и заливает луга.",
    "fr": "À l’église, les fidèles chantaient déjà très tôt.",
    "de": "Die Brücke führt über den Fluss zur alten Mühle.",
}


CHANCE = {"ru": " «Щ»", "fr": " « L’été »", "de": " Das »Ä« steht im Alphabet nirgends."}
"""What is whole UTF-8 by chance."""


def document(code: str, channel: Channel, lines: int) -> tuple[str, str]:
    clean = [TEXTS[code][n % 3] + f" ({n})" for n in range(lines)]
    clean[7] += CHANCE[code]
    clean.insert(lines // 3 * 2, GARBLED[code])
    found = [garble(line, channel) if line == GARBLED[code] else line for line in clean]
    return "\n".join(clean), "\n".join(found)


@pytest.mark.parametrize("lines", [300, 3_000])
@pytest.mark.parametrize("code", list(TEXTS))
@pytest.mark.parametrize("page", ["windows-1252", "windows-1251", "cp437"])
def test_one_garbled_line_in_a_long_text(code: str, page: str, lines: int) -> None:
    clean, garbled = document(code, Channel(read=page), lines)
    assert repair(clean).text is clean
    assert repair(garbled).text == clean


def test_east_asian_readers_too() -> None:
    clean = [f"方法: 在model_config里面把不需要的特征注释掉即可，第{n}行。" for n in range(400)]
    clean[251] = "用户登录成功，请稍候。"
    garbled = list(clean)
    garbled[251] = garble(clean[251], Channel(read="gbk", loss="fffd"))
    assert repair("\n".join(garbled)).text.split("\n")[251][:6] == "用户登录成功"


def test_short_texts_and_garbled_ones_are_no_matter_of_lines() -> None:
    model = load()
    for count, channel in ((10, Channel()), (300, Channel(read="koi8-r"))):
        text = "\n".join(garble(line, channel) for line in RUSSIAN * count)
        assert read(text, suspects(text)[1], model, ()) == []
