"""Clean text of many sorts comes back as the same object, and nothing is found in it."""

from __future__ import annotations

import pytest

import fixtext
from fixtext import Channel, garble
from fixtext.clean import is_clean

CLEAN = {
    # A sign for a lead byte ends a word, and what follows are signs for continuation bytes.
    "ellipsis and quote": "Kakofonieë…”",
    "no-break space and quote": "«\u00a0blasé\u00a0»",
    "no-break space and currency": "Daûr a salvâ\u00a0€",
    "capitals and a trade mark": "ΠΏΣ™",
    "a letter in quotes": "„Ã“ ist ein Buchstabe.",
    "a letter in double quotes": "“Ñ”",
    "a letter in French quotes": "«Ï»",
    "brand": "Sigurð©",
    # Signs by themselves.
    "letter and registered": "Ä®",
    "two letters": "ÕŊ",
    "currencies": "€¢",
    "range of prices": "¥12,50–¥12,50",
    # Mathematics and languages of it.
    "Agda": "≈±-refl : Reflexive _≈_ → Reflexive _≈±_",
    "APL": "+/×¨⍳3 ⍝ ∘.×",
    "logic": "χΨ∆ ¬∞ ∘ λ³b∗ π ξℚ² ℝ×←∆",
    "negations": "x≤¬¬x : ∀ x → x ≤ ¬ ¬ x",
    # Alphabets, classes of regexes, tables.
    "Cyrillic in order": "АБВГДЕЖЗИЙКЛМНОП",
    "Greek in order": "[αά β γ δ εέ ζ ηή θ ιίϊΐ κ λ μ]",
    "both cases": '"AaĄąBbCcĆćDdEeĘęFfGgHhIiJjKkLlŁłMmNnŃńOoÓóPp"',
    "class of vowels": "re.compile(r'[ãõáéíóúâêôàç0-9]+')",
    "class in a word": "/^(p[řr](\\.|ed) Kr\\.|p[řr](\\.|ed) n\\. l\\.|po Kr\\.)/i",
    "ranges": "[À-ÖØ-öø-ÿØ-ö]",
    "code page": "€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“\n”•–—˜™š›œžŸ\u00a0¡¢£¤",
    "Unicode": "袀袁袂袃袄袅袆袇袈袉袊袋袌袍袎袏",
    "GBK": '["cf80","蟺蟻蟼蟽蟿蠀蠁蠂蠄",5,"蠋",7]',
    # Languages that the model does not know.
    "Lower Sorbian": "běźiś",
    "Lower Sorbian words": "wuźenje\nslěźenje\npó Kristusowem naroźenju",
    "Ewe": "Britaintɔwo ƒe Virgin ƒudomekpowo nutome",
    "Kurdish": "Saeta Fîlîpînê",
    "Kurdish city": "Rîga",
    "Sango": "âzûâ Kûku",
    "Northern Sotho": "notletšwe\nbula\ne notlolotšwe\ngo senotlolo",
    "Akan": "kanko dᴐᴐto yεfoᴐ\nkanko kawa yεfoᴐ\nastεreke",
    "Wolof": "fulër\nkàrt\nkàrti fulër\npo\nSapone",
    "letters of Finnish": "ŕř śŝşș ß ťţț ŧ úùûůűųū ýÿü źż ʒǯ þ æ ø",
    "keys of an object": '"$": "[\\\\$＄﹩]",\n"£": "[£￡ ₤]"',
    "transliteration": "mūlāīūfa āī",
    # Others.
    "Welsh": "calon â saeth trwyddi\nsaeth\ncalon â rhuban\ncalon â seren\nperson â ffon gerdded",
    "pointed Hebrew": "today: 'הַיוֹם',",
    "pointed Yiddish": '("ii" "יִיִ")',
    "Hebrew abbreviation": "{0} מ״ר\n{0}/מ״ר\nסמ״ר\n{0} סמ״ר\n{0}/סמ״ר\n{0}/mi²",
    "Portuguese": "Sempre soube que, para alcançar êxito na sociedade, era preciso parecer louco.",
    "French spoons": "fl oz imp.\nCàS\n{0}CàS\nCàC\n{0}CàC\nCàD\n{0}CàD\nCàD imp.\n{0}CàD imp.",
    "framed": "    │flawfinder   │V:0, I:0 │175 │检查 C/C++ 源",
    "capacitor": "7½\u00a0µA",
}


@pytest.mark.parametrize("text", CLEAN.values(), ids=CLEAN)
def test_clean_text_is_left_alone(text: str) -> None:
    result = fixtext.repair(text)
    assert result.text is text
    assert result.verdict == "clean"


@pytest.mark.parametrize("text", ["Grüße aus Köln", "Привет, мир!", "日本語", "naïve", "→ ✓", ""])
def test_is_clean_without_the_model(text: str) -> None:
    assert is_clean(text)


@pytest.mark.parametrize(
    ("text", "channel"),
    [
        # The same signs, where they are evidence.
        ("Ålesund", Channel()),
        ("hűtő", Channel(read="mac-roman")),
        ("il centauro è una figura", Channel(read="mac-roman")),
        ("koʻrsatish", Channel()),
        ("Bluetooth-lähetin päälle tai pois päältä", Channel(read="gbk")),
        ("简体中文", Channel("gbk", "windows-1252")),
        ("对中文编码", Channel("gbk", "windows-1252")),
        ("işlemlerimizi gerçekleştirebiliriz.", Channel("windows-1254", "windows-1252")),
        ("pokušate", Channel("windows-1250", "cp437")),
        ("зручно", Channel("windows-1251", "windows-1252")),
        ("— Clean no-trade", Channel(read="cp850")),
    ],
)
def test_what_is_garbled_still_comes_back(text: str, channel: Channel) -> None:
    assert fixtext.fix_text(garble(text, channel)) == text
