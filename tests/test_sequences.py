"""Whole sequences: the same ones however they are looked for."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from fixtext import sequences
from fixtext.sequences import covered, known_bytes, sequence_pattern, shown_bytes

_BYTES = [*b" Az", 0x80, 0x9F, 0xA0, 0xA9, 0xC3, 0xD0, 0xE0, 0xE2, 0xED, 0xF0, 0xF4, 0xFF]
SHOWN = st.lists(st.sampled_from(_BYTES), max_size=60).map(
    lambda some: bytes(some).decode("latin-1")
)


@given(SHOWN, st.integers(0, 400))
def test_rare_and_frequent_sequences_are_found_alike(text: str, padding: int) -> None:
    # Much ASCII makes the same sequences rare.
    padded = text + " " * padding * 40
    expected = sequence_pattern().findall(shown_bytes(text, "iso-8859-1"))
    assert list(sequences._stretches(padded, "iso-8859-1")) == expected
    assert covered(padded, "iso-8859-1") == sum(map(len, expected))


@given(SHOWN)
def test_known_bytes_are_all_or_none(text: str) -> None:
    assert known_bytes(text, "iso-8859-1") == shown_bytes(text, "iso-8859-1")
    assert known_bytes(text + "語", "iso-8859-1") is None
