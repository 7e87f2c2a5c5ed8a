"""The scan for multi-byte mix-ups: what people see is suspicious, what they write is not."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fixtext import clean, garble, multibyte_scan
from fixtext.channels import Channel
from fixtext.multibyte_scan import first_suspicious, suspicious_codecs, suspicious_lines

CLEAN = sorted((Path(__file__).parent.parent / "fixtures" / "clean").iterdir())

GARBLED = [
    ("listJobs() 鈥?list all", "gbk"),
    ("the software鈥檚 data", "gbk"),
    ("telef贸nico, token", "gbk"),
    ("脡cole", "gbk"),
    ("馃殌 Running", "gbk"),
    ("鈹溾攢鈹€ admin/", "gbk"),
    ("// 閲嶇疆鍒涘缓琛ㄥ崟", "gbk"),
    ("涓\ue15f枃", "gbk"),
    ("袩褉懈胁械褌", "gbk"),
    ("title: 锛?", "gbk"),
    ("**縺薙・繧ｿ繝ｼ繝溘リ繝ｫ**", "cp932"),
    ("caf ﾃｩtude", "cp932"),
    ('"?곸듅"', "cp949"),
    ('"蹂댄빀"', "cp949"),
    ("// �쇅遺��뿉�꽌", "cp949"),
    ("// 瑼Ｘ\uedc1session", "big5"),
    ("shader is shared 窶・load a copy", "cp932"),
    ("isn窶冲 properly", "cp932"),
    *(
        (garble(text, Channel(read=read, loss="fffd")), read)
        for read, texts in {
            "gbk": "გამარჯობა|ข้อความนี้เป็นภาษาไทย|यह हिन्दी में है|தமிழ் மொழியில்|Բարեւ ընկերներ",
            "cp932": "გამარჯობა|ข้อความนี้เป็นภาษาไทย|यह हिन्दी में है|Այս նախադասությունը|قصيرة جدا",
            "cp949": "यह हिन्दी में है|தமிழ் மொழியில்",
        }.items()
        for text in texts.split("|")
    ),
]


@pytest.mark.parametrize(("text", "codec"), GARBLED)
def test_what_people_see_is_suspicious(text: str, codec: str) -> None:
    assert codec in suspicious_codecs(text)
    assert not clean.is_clean(text)
    # In a long text, which is looked at in another way.
    long = "plain text\n" * 200 + text + "\n"
    assert codec in suspicious_codecs(long)
    assert not clean.is_clean(long)
    assert suspicious_lines(long, [codec]) == {11 * 200}
    assert first_suspicious(long, [codec]) >= 11 * 200


def test_japanese_in_half_width_katakana_is_clean() -> None:
    assert not suspicious_codecs("ﾖｳﾔｸ ﾔｻｼｲ ﾙｰﾙ ｦ ﾖﾐﾏｼﾀ｡ ﾕｳﾔｹ ﾔﾏ ﾉ ﾖｳｽ")


@pytest.mark.parametrize("path", CLEAN, ids=lambda path: path.name)
def test_clean_documents_are_hardly_ever_suspicious(path: Path) -> None:
    assert not suspicious_codecs(path.read_bytes().decode("utf-8-sig"))


@pytest.mark.parametrize(
    "text",
    [
        "茅台酒 caf 茅",
        "我们的产品没有问题，怎么办？",
        "說明：這個問題於是變得複雜。",
        "卡拉OK么？APP没有，T恤 A股",
        "ｱｲｳｴｵ ﾃｷｽﾄ",
        "窶れた顔、竊盗の疑い",
        "\uf101 保存\uf00c 設定\ue8b8",
        "顔・体・頭を洗う",
        "한국어 문장입니다. 家族",
        "😀 hello – “quotes” 🚀",
        "",
        "plain",
    ],
)
def test_clean_text_is_not_suspicious(text: str) -> None:
    assert not suspicious_codecs(text)
    assert not suspicious_codecs((text + "\n") * 120)


# Kana and common Chinese; all through, the first character of two is whole.
@given(text=st.text("関係者の話によるとこれは日本語です", min_size=4, max_size=30))
def test_whole_lines_are_suspicious(text: str) -> None:
    assert suspicious_codecs(garble(text, Channel(read="windows-936", loss="question")))


@pytest.mark.parametrize(("text", "codec"), GARBLED)
def test_many_characters_are_looked_at_as_few_are(
    text: str, codec: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = []
    for looked_at in (0, 10**9):
        monkeypatch.setattr(multibyte_scan, "_looked_at", looked_at)
        found.append(suspicious_codecs(f"plain text {text}\n"))
    assert found[0] == found[1]
    assert codec in found[0]
