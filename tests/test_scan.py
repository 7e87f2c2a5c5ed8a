from __future__ import annotations

import re
from functools import lru_cache

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from fixtext import clean, codepages, repair, scan, sequences, unrecoverable
from fixtext.channels import decode
from tests.strategies import layers, texts


def by_definition(text: str) -> list[str]:
    """What suspicious_pages is a fast way to."""
    return [page for page in scan.PAGES if whole_sequences(page).search(text)]


@lru_cache(maxsize=None)
def whole_sequences(page: str) -> re.Pattern[str]:
    """Matches whole UTF-8 sequences as the code page shows them, byte for byte."""

    def shown(first: int, last: int) -> str:
        return f"[{re.escape(codepages.kept_table(page)[first : last + 1])}]"

    tail = shown(0x80, 0xBF)
    return re.compile(
        f"(?:{shown(0xC2, 0xDF)}{tail}"
        f"|{shown(0xE0, 0xE0)}{shown(0xA0, 0xBF)}{tail}"
        f"|{shown(0xE1, 0xEF)}{tail}{{2}}"
        f"|{shown(0xF0, 0xF0)}{shown(0x90, 0xBF)}{tail}{{2}}"
        f"|{shown(0xF1, 0xF4)}{tail}{{3}})+"
    )


@st.composite
def documents(draw: st.DrawFn) -> str:
    """Clean or garbled text, alone or amid so much other text that every search is tried."""
    core = draw(texts(120))
    for channel in draw(st.one_of(st.just(()), layers(max_size=2))):
        core = channel.garble(core)
    filler = draw(
        st.sampled_from(
            ("", "plain words ", "naïve café ", "простые слова ", "普通的文字。", "ไทย ")
        )
    )
    around = filler * draw(st.sampled_from((1, 400)))
    return around + core + around


@given(documents())
@example("ב××")  # iso-8859-8 has U+00D7 as its own character and as a kept byte
@example("Kỳ là đá")  # what begins with E1 in UTF-8
@example("ẁẃ" + "x" * 2000)
@example("x" * 2000 + "ŴḂ")
def test_finds_the_pages_that_the_definition_finds(text: str) -> None:
    assert scan.suspicious_pages(text) == by_definition(text)


@pytest.mark.parametrize("page", codepages.NAMES)
@pytest.mark.parametrize("filler", ["", "plain ", "Привет мир ", "漢字かな"])
def test_a_single_sequence_is_found_wherever_it_stands(page: str, filler: str) -> None:
    for char in ("é", "—", "😀"):
        shown = "".join(codepages.kept_table(page)[byte] for byte in char.encode())
        for before in (0, 1, 4093, 4095, 4096, 6000):
            around = (filler * 6000)[:before]
            assert page in scan.suspicious_pages(f"{around}{shown}{around}"), (char, before)


@given(documents(), st.sampled_from(codepages.NAMES))
def test_hits_are_the_sequences_of_the_definition(text: str, page: str) -> None:
    found = {(hit.start, hit.end): hit for hit in sequences.hits(text, page)}
    for (start, end), hit in found.items():
        assert text[start:end] == hit.before
        assert decode(hit.after.encode(), page, "kept") == hit.before
        assert whole_sequences(page).fullmatch(hit.before)
    shown = codepages.kept_table(page)
    if len(set(shown)) == len(shown):
        for match in whole_sequences(page).finditer(text):
            data = bytes(map(shown.index, match.group()))
            try:
                data.decode("utf-8")
            except UnicodeDecodeError:
                assert match.span() not in found
            else:
                assert match.span() in found


@given(documents())
def test_what_is_called_clean_is_not_repaired(text: str) -> None:
    if clean.is_clean(text):
        result = repair(text)
        assert result.text is text
        assert result.verdict == "clean"


@pytest.mark.parametrize(
    "text", ["", "plain", "déjà vu", "мы", "漢字。", "한국어", "naïve café " * 500]
)
def test_clean_text_is_called_clean(text: str) -> None:
    assert scan.suspicious_pages(text) == []
    assert clean.is_clean(text)


@pytest.mark.parametrize("sign", unrecoverable._NAMES)
def test_what_is_beyond_repair_is_not_called_clean(sign: str) -> None:
    assert not clean.is_clean(f"a {sign * 4} b")


def test_lone_surrogates_are_not_called_clean() -> None:
    assert scan.suspicious_pages("é\ud800") == []
    assert not clean.is_clean("é\ud800")


def test_the_longest_sequences_come_first_each_once() -> None:
    text = "Ã© Ã¨Ã© Ã© Ã¨Ã©Ã¢ ü Ã¨Ã©"
    found = sequences.longest(text, "windows-1252", 2, 48)
    assert [(hit.before, hit.after) for hit in found] == [("Ã¨Ã©Ã¢", "èéâ"), ("Ã¨Ã©", "èé")]
    for hit in found:
        assert text[hit.start : hit.end] == hit.before
    assert found[1].start == 3
    (cut,) = sequences.longest("Ã©" * 30, "windows-1252", 5, 7)
    assert (cut.start, cut.end, cut.after) == (0, 6, "ééé")
