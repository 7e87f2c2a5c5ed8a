"""The stretches of multi-byte mix-ups, and what speaks for one."""

from __future__ import annotations

import pytest

from fixtext import Channel, garble, multibyte_hypotheses, repair
from fixtext.multibyte_hypotheses import _SAMPLE, _sample, strangeness, stretches


def test_marks_speak_against_clean_text() -> None:
    text = "it鈥檚"
    assert strangeness(text, 2, 4, "’s") > 0
    assert strangeness("没有问题", 0, 4, "没有问题") == 0


@pytest.mark.parametrize(
    "text",
    [
        "정말 그래?셲라고 했다",
        "what?쏙 이런 ok?셔 go?쎈 a",
        "비밀번호가 맞나요? 셔츠 ok?샘",
        "Is it?\ufffd I can?\ufffdt say.",
    ],
)
def test_signs_before_hangul_are_no_apostrophes(text: str) -> None:
    assert repair(text).text is text


@pytest.mark.parametrize(
    ("read", "loss"),
    [
        ("windows-949", "question"),
        ("cp949", "fffd"),
        ("java-949", "fffd"),
        ("windows-950", "question"),
    ],
)
def test_apostrophes_of_english_through_korean_and_chinese_readers(read: str, loss: str) -> None:
    text = "I don’t call it a beast lightly.\nWe’ve seen it, and it’s no joke: they’re fast.\n"
    garbled = garble(text, Channel(read=read, loss=loss))
    assert repair(garbled).text == text


def test_a_line_that_swallowed_the_others_is_looked_at_in_several_places() -> None:
    text = "".join([f"第{n}次：安装完成后，请先检查配置文件是否存在。\n" for n in range(60)])
    line = Channel(read="windows-936", loss="question").garble(text).replace("\n", "")
    sample = _sample(line, [(0, len(line))], ["gbk"])
    assert len(sample) >= _SAMPLE
    assert len({part for part in sample if part in line}) > 1
    assert len(_sample(line[:200], [(0, 200)], ["gbk"])) == 1


def test_a_long_line_is_in_several_stretches(monkeypatch: pytest.MonkeyPatch) -> None:
    line = garble("关于我们 in English，东方的智慧 as well. " * 5, Channel(read="gbk", loss="fffd"))
    whole = repair(line)
    monkeypatch.setattr(multibyte_hypotheses, "LONGEST", 30)
    found = stretches(line, [(0, len(line))], Channel(read="gbk", loss="fffd"))
    assert len(found) > 3
    assert "".join(stretch.text for stretch in found) == line[found[0].start : found[-1].end]
    assert repair(line).text == whole.text


def test_one_loss_in_a_long_line_tells_how_it_was_read() -> None:
    text = (
        "«На протяжении всей истории, на международном рынке волосы имели значение», — говорит он."
    )
    garbled = garble(text, Channel(read="gbk", loss="fffd"))
    assert garbled.count("\ufffd") == 1
    assert repair(garbled).text == text


def test_where_a_sample_was_cut_nothing_was_dropped() -> None:
    text = (
        "    /** 路由名称，默认和路由地址相同的格式（注意：因为版本的不同会删除名称相同路由，"
        "为避免名字的冲突，特殊情况可以自定义）*/"
    )
    shown = garble(text, Channel(read="windows-936", loss="question"))
    assert shown.endswith("?/")
    assert repair(shown).text == text
