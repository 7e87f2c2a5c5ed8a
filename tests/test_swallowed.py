"""What was swallowed: the quote that is open, the tag that is closed, the line's end."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fixtext.swallowed import NOTHING, guess


@pytest.mark.parametrize(
    ("before", "following", "expected"),
    [
        ("<div>关于我", "/div>", "<"),
        ("<p>你好", "br/>再见", "<"),
        ("/* 初始化", "/", "*"),
        ('echo "你好', "", '"'),
        ('name: "中文', ", age: 1", '"'),
        ("toast('失败", ");", "'"),
        ("it’s — the “end”", "he said", " "),
        ("从", "seed_ranker.py", " "),
        ("main(参数", "", ")"),
        ("参数列表", "", NOTHING),
        ("// 初始化", "    int a = 1;", "\n"),
        ("这是第一行。", "这是第二行", "\n"),
        ("计算为", ".96", "0"),
        ("数据的加载", "Load)、保存", "("),
        ("步骤", "1) 打开文件", " "),
        ("error('失败", "', error);", ":"),
        ('message: "진행 기간을 선택하세요', '" };', "."),
        ('"진행 중', '..";', "."),
        ("## **为什么", "* 需要", "*"),
        ("一个", "*本地的工作流**。", "*"),
        ("点击 **发布**。否则", "**保存** 以稍后处理。", " "),
        ("累计收益（", "D）", "1"),
        ("/** 核心工具", "*/", " "),
        ('logger.warning("回退', 's", exc)', "%"),
        ("title = `编辑", "{row.userName}`", "$"),
        ("创建日期：", "009-4-2", "2"),
        ("尝试", " {tried}", ":"),
        ("**架构**: 微服务", " ", " "),
        ("# 붓", "+ 어 -> 부어", " "),
        ("// 공공데이터", "- 전국", " "),
        ("-1004: u'服务器返回异常值", ",", "'"),
        ("name: '(판매할 아이템이름", "',", ")"),
    ],
)
def test_what_is_missing_most_likely(before: str, following: str, expected: str) -> None:
    at_line_end = not following
    if expected == '"' and at_line_end:
        at_line_end = True
    assert guess(before, following, at_line_end=at_line_end)[0][0] == expected


def test_carriage_returns_are_missing_where_lines_end_with_them() -> None:
    assert guess("初始化", "", at_line_end=True, ends="\r\n")[0][0] == "\r"


@given(before=st.text(max_size=20), following=st.text(max_size=20), at_line_end=st.booleans())
def test_probabilities(before: str, following: str, at_line_end: bool) -> None:
    ranked = guess(before, following, at_line_end=at_line_end)
    assert all(0 < share <= 1 for _, share in ranked)
    assert sum(share for _, share in ranked) <= 1.001
    assert [share for _, share in ranked] == sorted((s for _, s in ranked), reverse=True)
    assert len({char for char, _ in ranked}) == len(ranked)
    # Nothing beyond ASCII, and no letter, is ever swallowed by GBK or Shift-JIS.
    assert all(char < "@" for char, _ in ranked)
