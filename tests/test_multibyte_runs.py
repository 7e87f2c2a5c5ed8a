"""Runs of what a multi-byte channel changed."""

from __future__ import annotations

from fixtext import Channel, garble
from fixtext.multibyte_hypotheses import stretches
from fixtext.multibyte_runs import Run, joined, plain_runs
from fixtext.readings import Choice

GBK = Channel(read="gbk")


def plain(shown: str, channel: Channel) -> list[Run]:
    (stretch,) = stretches(shown, [(0, len(shown))], channel)
    return plain_runs(stretch, channel)


def test_what_lost_nothing_is_read_by_its_form() -> None:
    text = "我们的历史和文化 in English 东方的智"
    shown = garble(text, GBK)
    runs = plain(shown, GBK)
    assert [run.after for run in runs] == ["我们的历史和文化", "东方的智"]
    for run in runs:
        assert garble(run.after, GBK) == shown[run.start : run.end]
        assert run.changed
        assert not run.choices
        assert run.whole == len(run.after)


def test_what_lost_bytes_or_is_short_is_not() -> None:
    lossy = Channel(read="gbk", loss="fffd")
    shown = garble("关于我们，就在这里。", lossy)
    assert "\ufffd" in shown
    assert plain(shown, lossy) == []
    # Two characters of three signs may be clean.
    assert plain(garble("我们", GBK), GBK) == []


def test_runs_in_a_row_are_one_if_they_are_alike() -> None:
    first = Run(0, 3, "我们", True, 2, [Choice(1, "们", 0.9, ())], "", "我们")
    other = Run(3, 5, "的", True, 0, [Choice(0, "的", 0.8, ())], "我们", "的")
    (one,) = joined(first, other)
    assert (one.start, one.end, one.after, one.weighed, one.whole) == (0, 5, "我们的", "我们的", 2)
    assert [(choice.offset, choice.char) for choice in one.choices] == [(1, "们"), (2, "的")]
    clean = other._replace(changed=False)
    assert joined(first, clean) == [first, clean]
