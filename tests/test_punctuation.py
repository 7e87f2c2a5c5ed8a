"""Which mark of East Asian punctuation was damaged."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fixtext import Channel, garble, repair
from fixtext.punctuation import PUNCTUATION, settle

FULL_WIDTH = "，：（）！？；"
CORNERS = "。、「」【】《》"


@pytest.mark.parametrize(
    ("before", "following", "marks", "expected"),
    [
        ("（可根据类型设置不同图标", "", FULL_WIDTH, "）"),
        ("    /** 类型（目录、按钮", " */", "，）：", "）"),
        ("### **为什么需要 RoPE", "**", FULL_WIDTH, "？"),
        ('error: "欄位不足', '" });', FULL_WIDTH, "！"),
        ("#### 更新时间", "2020-02-27", FULL_WIDTH, "："),
        ("总交易日", "{total_days}", FULL_WIDTH, "："),
        ("- 【增强", " 更新按钮", CORNERS, "】"),
        ("阅读并同意《相关条款", "</a>", CORNERS, "》"),
        ("设定を元に", "", CORNERS, "。"),
    ],
)
def test_what_stands_around_it_tells(
    before: str, following: str, marks: str, expected: str
) -> None:
    shares = [(mark, 1 / len(marks)) for mark in marks]
    assert settle(shares, before=before, following=following)[0] == expected


@given(
    marks=st.dictionaries(
        st.sampled_from(sorted(PUNCTUATION)) | st.characters(), st.floats(0.01, 1)
    ),
    before=st.text(max_size=12),
    following=st.text(max_size=6),
)
def test_probabilities(marks: dict[str, float], before: str, following: str) -> None:
    if not marks:
        return
    total = sum(marks.values())
    shares = [(mark, share / total) for mark, share in marks.items()]
    best, share, others = settle(shares, before=before, following=following)
    assert best in marks
    assert all(mark in marks for mark, _ in others)
    assert all(share >= other for _, other in others)
    assert share + sum(other for _, other in others) <= 1.001


@pytest.mark.parametrize(
    "text",
    [
        "        // 设置节点图标（可根据类型设置不同图标）",
        "### 🎯 **为什么需要 RoPE？**",
        # The bracket is closed by one that is shown as half of two characters.
        "    /** 是否缓存（1缓存 0不缓存） */",
        "    grid_data: 栅格数据（numpy数组）",
        "####\t更新时间：2020-02-27\t\t\t####",
    ],
)
def test_in_whole_lines(text: str) -> None:
    garbled = garble(text, (Channel(read="windows-936", loss="question"),))
    assert repair(garbled).text == text
