from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fixtext import detect, garble, repair
from fixtext.channels import Channel, Layers
from fixtext.equivalents import equivalents
from fixtext.results import Span


def span(after: str, layers: Layers) -> Span:
    before = garble(after, layers)
    return Span(0, len(before), before, after, layers, "exact", 1.0, 1, 1)


def reads(found: tuple[Layers, ...]) -> list[str]:
    return [layers[-1].read for layers in found]


def test_the_likely_come_first() -> None:
    # C3 A9 shows alike in all pages for Western Europe; windows-1250 has other letters there.
    found = reads(equivalents((Channel(),), [span("é", (Channel(),))]))
    assert found[:2] == ["iso-8859-1", "windows-1254"]
    assert "windows-1250" not in found


def test_one_span_is_enough_to_tell_encodings_apart() -> None:
    # E2 80 99: ISO 8859-1 has no signs for the last two, which windows-1252 shows as € and ™.
    spans = [span("é", (Channel(),)), span("’", (Channel(),))]
    assert "iso-8859-1" not in reads(equivalents((Channel(),), spans))


def test_spans_with_other_layers_do_not_count() -> None:
    other = (Channel(read="cp437"),)
    alone = equivalents((Channel(),), [span("é", (Channel(),))])
    assert equivalents((Channel(),), [span("é", (Channel(),)), span("’", other)]) == alone


def test_nothing_explains_nothing() -> None:
    assert equivalents((), []) == ()
    assert detect("clean").equivalents == ()


@pytest.mark.parametrize("read", ["gbk", "gb18030"])
def test_multi_byte_encodings_with_the_same_codes(read: str) -> None:
    layers = (Channel(read=read),)
    other = {"gbk": "gb18030", "gb18030": "gbk"}[read]
    assert other in reads(equivalents(layers, [span("登录", layers)]))


def test_legacy_encodings_are_alike_in_what_they_write_too() -> None:
    layers = (Channel("koi8-r", "windows-1252"),)
    found = equivalents(layers, [span("привет", layers)])
    assert Channel("koi8-u", "windows-1252") in [channel for (channel,) in found]


@given(
    st.text(max_size=8),
    st.lists(
        st.builds(
            Channel,
            read=st.sampled_from(["windows-1252", "windows-1251", "cp437", "koi8-r", "gbk"]),
            loss=st.sampled_from(["kept", "dropped"]),
        ),
        min_size=1,
        max_size=2,
    ),
)
def test_whatever_is_named_garbles_the_same(after: str, channels: list[Channel]) -> None:
    layers = tuple(channels)
    example = span(after, layers)
    for others in equivalents(layers, [example]):
        assert others != layers
        assert garble(after, others) == example.before


def test_results_tell_of_them() -> None:
    found = repair("GrÃ¼ÃŸe aus KÃ¶ln")
    assert "windows-1254" in reads(found.equivalents)
    assert detect("GrÃ¼ÃŸe aus KÃ¶ln").equivalents == found.equivalents
