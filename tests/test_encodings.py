"""Which encoding bytes are in: the model's choice among all of them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fixtext import codepages
from fixtext.encodings import (
    MULTI_BYTE,
    candidates,
    decoded,
    legacy_encoding,
    seven_bit_encoding,
    spelling,
    unmarked_wide,
)
from fixtext.language import load

TEXTS = {
    "fr": "Les élèves français préfèrent la crème brûlée, même à Noël.\n",
    "pl": "Dziś jest piękna pogoda, więc idziemy na spacer do parku.\n",
    "ru": "Сегодня хорошая погода, и мы идём гулять в парк.\n",
    "el": "Σήμερα ο καιρός είναι καλός και πάμε βόλτα στο πάρκο.\n",
    "tr": "Bugün hava çok güzel, parkta yürüyüşe çıkıyoruz, değil mi?\n",
    "he": "היום מזג האוויר יפה ואנחנו הולכים לטייל בפארק.\n",
    "ar": "الطقس جميل اليوم ونحن ذاهبون للتنزه في الحديقة.\n",
    "lt": "Šiandien gražus oras, todėl mes einame pasivaikščioti į parką.\n",
    "th": "วันนี้อากาศดีมาก เราจะไปเดินเล่นที่สวนสาธารณะ\n",
    "zh": "今天天气很好，我们去公园散步吧。\n",
    "zh-Hant": "今天天氣很好，我們去公園散步吧。\n",
    "ja": "今日は天気がいいので、公園へ散歩に行きましょう。\n",
    "ko": "오늘은 날씨가 좋아서 공원으로 산책하러 갑니다.\n",
}
WRITTEN = [
    *(("fr", name) for name in ("windows-1252", "iso-8859-1", "mac-roman", "cp850")),
    *(("pl", name) for name in ("windows-1250", "iso-8859-2", "cp852")),
    *(("ru", name) for name in ("windows-1251", "koi8-r", "iso-8859-5", "cp866", "mac-cyrillic")),
    *(("el", name) for name in ("windows-1253", "iso-8859-7")),
    *(("tr", name) for name in ("windows-1254", "iso-8859-9")),
    *(("he", name) for name in ("windows-1255", "iso-8859-8")),
    *(("ar", name) for name in ("windows-1256", "iso-8859-6")),
    *(("lt", name) for name in ("windows-1257", "iso-8859-13", "iso-8859-4")),
    *(("th", name) for name in ("cp874", "iso-8859-11")),
    *(("zh", name) for name in ("gbk", "gb18030")),
    ("zh-Hant", "big5"),
    *(("ja", name) for name in ("cp932", "shift-jis", "euc-jp")),
    *(("ko", name) for name in ("cp949", "euc-kr")),
]


def first_beyond(data: bytes) -> int:
    return next(i for i, byte in enumerate(data) if byte > 0x7F)


@pytest.mark.parametrize(("language", "encoding"), WRITTEN)
def test_one_line_is_enough(language: str, encoding: str) -> None:
    text = TEXTS[language]
    data = text.encode(encoding)
    for some in (data, data * 3, b"plain\n" * 500 + data):
        found = legacy_encoding(some, first_beyond(some))
        assert found is not None
        assert some.decode(found) == some.decode(encoding)


@pytest.mark.parametrize(("language", "encoding"), WRITTEN)
def test_the_readings_are_the_better_the_cheaper(language: str, encoding: str) -> None:
    found = candidates(TEXTS[language].encode(encoding))
    assert [one.bits for one in found] == sorted(one.bits for one in found)
    assert found[0].text == TEXTS[language].rstrip("\n")
    for one in found:
        for name in one.names:
            assert decoded(TEXTS[language].encode(encoding), name, "replace") == one.text + "\n"


@given(st.binary(min_size=1, max_size=200).filter(lambda data: not data.isascii()))
def test_an_answer_decodes_everything(data: bytes) -> None:
    found = legacy_encoding(data, first_beyond(data))
    if found is not None:
        assert isinstance(data.decode(found), str)
        assert legacy_encoding(data, first_beyond(data)) == found


def test_a_rare_byte_far_away_counts() -> None:
    # 0x81 is not defined in windows-1252, and far behind the bytes that are judged.
    data = TEXTS["fr"].encode("cp1252") * 3000 + b"\x81\n"
    assert legacy_encoding(data, first_beyond(data)) not in ("windows-1252", None)


def test_an_opinion_counts_but_does_not_decide() -> None:
    data = TEXTS["ru"].encode("cp1251")
    # The same letters, capitals for small ones.
    assert candidates(data, ["koi8-r"])[0].names[0] == "windows-1251"
    # "\xe9" alone is a letter in many pages.
    assert candidates(b"\xe9\n")[0].bits > candidates(b"\xe9\n", ["windows-1252"])[0].bits


def test_what_chardet_alone_knows_is_an_answer() -> None:
    text = TEXTS["el"]
    data = text.encode("cp737") * 3
    found = legacy_encoding(data, first_beyond(data))
    assert found is not None
    assert data.decode(found) == text * 3


@pytest.mark.parametrize("name", [*codepages.NAMES, *MULTI_BYTE])
def test_names_are_spelled_as_elsewhere(name: str) -> None:
    if not name.startswith("whatwg-") and name != "windows-874":
        assert spelling(name) == name
        assert spelling(name.upper().replace("WINDOWS-", "CP")) == name


@pytest.mark.parametrize("language", ["fr", "ru", "th", "zh", "ja", "ko"])
@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be"])
def test_wide_text_is_told_from_its_mirror(language: str, encoding: str) -> None:
    for text in (TEXTS[language], TEXTS[language].strip(), TEXTS[language] * 50):
        assert unmarked_wide(text.encode(encoding)) == encoding


@pytest.mark.parametrize("language", sorted(TEXTS))
def test_legacy_text_is_not_wide(language: str) -> None:
    for encoding in [name for code, name in WRITTEN if code == language]:
        data = TEXTS[language].encode(encoding)
        for some in (data, data[:-1]):
            assert unmarked_wide(some) is None


@given(st.binary(max_size=60))
def test_hardly_any_bytes_are_wide_text(data: bytes) -> None:
    found = unmarked_wide(data)
    if found is not None:
        text = data.decode(found)
        assert len(text) >= 4
        assert text.encode(found) == data
        assert "\0" not in text


def test_escape_sequences_alone_are_no_encoding() -> None:
    assert seven_bit_encoding(b"\x1b[1mbold\x1b$B\x1b[0m") is None
    assert seven_bit_encoding(b"plain") is None
    assert seven_bit_encoding(TEXTS["ja"].encode("iso2022_jp") + "é".encode()) is None


def test_long_lines_cost_no_more_than_many_short_ones() -> None:
    load()
    line = TEXTS["ru"].replace("\n", " ").encode("cp1251")
    assert legacy_encoding(line * 20_000, 0) == "windows-1251"
