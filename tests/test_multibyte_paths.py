"""Paths through long stretches, part by part."""

from __future__ import annotations

from itertools import pairwise

import pytest

from fixtext import Channel, garble, multibyte_hypotheses, multibyte_paths, repair
from fixtext.language import load
from fixtext.multibyte_hypotheses import stretches
from fixtext.multibyte_paths import parts


@pytest.mark.parametrize("loss", ["fffd", "dropped"])
def test_a_long_line_without_ascii_is_read_in_parts(
    monkeypatch: pytest.MonkeyPatch, loss: str
) -> None:
    text = "关于我们的历史和文化，东方的智慧在这里。电脑里的文章很多，大学的学生写的文字。" * 6
    garbled = garble(text, Channel(read="gbk", loss=loss))
    assert repair(garbled).text == text
    for module in (multibyte_hypotheses, multibyte_paths):
        monkeypatch.setattr(module, "LONGEST", 70)
    monkeypatch.setattr(multibyte_paths, "_OVERLAP", 20)
    result = repair(garbled)
    assert result.text == text
    assert len(result.spans) == 1


def test_parts_join_to_the_stretch_and_to_what_it_was(monkeypatch: pytest.MonkeyPatch) -> None:
    channel = Channel(read="gbk")
    text = "关于我们的历史和文化，东方的智慧在这里。" * 6
    garbled = garble(text, channel)
    (stretch,) = stretches(garbled, [(0, len(garbled))], channel)
    for module in (multibyte_hypotheses, multibyte_paths):
        monkeypatch.setattr(module, "LONGEST", 30)
    monkeypatch.setattr(multibyte_paths, "_OVERLAP", 10)
    found = list(parts(garbled, stretch, channel, load(), None, is_long=False))
    assert len(found) > 3
    assert "".join([part.stretch.text for part in found]) == garbled
    assert "".join([piece.char for part in found for piece in part.pieces]) == text
    for before, after in pairwise(found):
        assert before.stretch.end == after.stretch.start
