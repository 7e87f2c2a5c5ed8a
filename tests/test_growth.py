"""Time and room grow no faster than the text, whatever the text is made of.

Times are compared with one another: twice the text takes less than three times as long.
"""

from __future__ import annotations

import random
import time
import tracemalloc

import pytest

import fixtext
from fixtext import Channel, codepages, garble

RUSSIAN = "Съешь же ещё этих мягких французских булок, да выпей чаю. "
CHINESE = "关于我们的历史和文化，东方的智慧在这里。"
SIGNS = codepages.kept_table("windows-1252")[0x80:]

TEXTS = {
    "lead bytes": "Ã",
    "lead bytes of three": "ã",
    "C1 controls": "\x80\x9d\x8f",
    "U+FFFD": "\ufffd",
    "U+FFFD in words": "\ufffda ",
    "leads and U+FFFD": "Ã\ufffd",
    "whole sequences": "Ã©",
    "whole and torn": "Ã©Ã",
    "in one word": "aÃ©",
    "twice": "ÃƒÂ©",
    "no-break spaces": "\xa0 Ã",
    "question marks": "é" + "?" * 30,
    "letters": "é" + "a" * 300,
    "dropped": garble(RUSSIAN, Channel(loss="dropped")),
    "dropped, Chinese": garble(CHINESE, Channel(loss="dropped")),
    "three layers": garble(RUSSIAN, (Channel(), Channel(), Channel())),
    "page after page": " ".join(garble("Größe", Channel(read=p)) for p in codepages.NAMES[:8]),
    "legacy": garble(RUSSIAN, Channel(written="windows-1251", read="windows-1252")),
    "lost beyond hope": garble(
        RUSSIAN,
        (
            Channel(read="windows-1255", loss="dropped"),
            Channel(read="iso-8859-3", loss="dropped"),
        ),
    ),
    "through GBK": garble(CHINESE, Channel(read="gbk", loss="fffd")),
    "through GBK, lines": garble(CHINESE + "\n", Channel(read="gbk", loss="fffd")),
    "through GBK, dropped": garble(CHINESE, Channel(read="gbk", loss="dropped")),
    "C1 stripped": garble(RUSSIAN, Channel(read="iso-8859-1", scrubs=("c1",))),
    "drawings": "├│ ",
    "garbled beside clean": "cafÃ© déjà vu, encore une fois ",
    "random signs": "".join(random.Random(1).choices(SIGNS, k=5_000)),  # noqa: S311
}
LEAST_SECONDS = 0.05
"""What is faster says nothing; it is not made longer than MOST."""
MOST = 400_000


def sized(sample: str, size: int) -> str:
    return (sample * (size // len(sample) + 1))[:size]


def seconds(text: str) -> float:
    # Time of this process alone, so that a busy machine changes little.
    started = time.process_time()
    fixtext.repair(text)
    return time.process_time() - started


@pytest.mark.parametrize("kind", TEXTS)
def test_twice_the_text_takes_about_twice_the_time(kind: str) -> None:
    sample = TEXTS[kind]
    size = 500
    seconds(sized(sample, size))  # what is made on first use
    while seconds(sized(sample, size)) < LEAST_SECONDS and size < MOST:
        size *= 2
    ratio = 0.0
    for _ in range(4):
        one = min(seconds(sized(sample, size)) for _ in range(2))
        two = min(seconds(sized(sample, 2 * size)) for _ in range(2))
        ratio = two / max(one, LEAST_SECONDS)
        if ratio < 3:
            return
    pytest.fail(f"{2 * size} characters took {ratio:.1f} times as long as {size}")


@pytest.mark.parametrize(
    ("kind", "size"),
    [("C1 controls", 100_000), ("whole sequences", 50_000), ("whole and torn", 4_000)],
)
def test_a_line_of_one_run_takes_little_room(kind: str, size: int) -> None:
    fixtext.repair(sized(TEXTS[kind], 2_000))
    text = sized(TEXTS[kind], size)
    tracemalloc.start()
    try:
        fixtext.repair(text)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    # A damaged line needs the lattice of one part at a time, and what was chosen of all of it.
    assert peak < 1_000 * size
