from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fixtext import report
from fixtext.channels import Channel, Layers
from fixtext.results import Detection, Fill, Kind, Repair, Span, Verdict

TURKISH = (Channel("utf-8", "windows-1254", "dropped", ("soft-hyphens",)),)
LATIN = (Channel("utf-8", "windows-1252"),)


def span(
    before: str,
    after: str,
    kind: Kind = "exact",
    *,
    layers: Layers = TURKISH,
    confidence: float = 1.0,
    line: int = 1,
    note: str = "",
) -> Span:
    return Span(0, len(before), before, after, layers, kind, confidence, line, 7, note)


def fill(char: str, confidence: float, line: int, *alternatives: tuple[str, float]) -> Fill:
    return Fill(3, char, confidence, alternatives, line, 4)


def repaired(
    *spans: Span,
    fills: tuple[Fill, ...] = (),
    verdict: Verdict = "garbled",
    layers: Layers = TURKISH,
) -> Repair:
    return Repair("text", verdict, None, layers, spans, fills)


EXACT = span("ğŸ˜€", "😀")
INFERRED = span("ä½", "佳", "inferred", confidence=0.83, line=41)
LEFT = span(
    "锟斤拷", "锟斤拷", "unrecoverable", layers=(), confidence=0.0, line=9, note="U+FFFD twice"
)
FILLS = (fill("好", 0.99, 3), fill("佳", 0.831, 41, ("优", 0.099), ("住", 0.001)))
WORDS = "UTF-8 read as windows-1254, undefined bytes dropped, soft hyphens removed"


@pytest.mark.parametrize(
    ("result", "expected"),
    [
        (repaired(verdict="clean", layers=()), "clean"),
        (repaired(EXACT), f"{WORDS}; 1 span repaired, exact"),
        (repaired(EXACT, EXACT), f"{WORDS}; 2 spans repaired, all exact"),
        (
            repaired(EXACT, INFERRED, fills=FILLS, verdict="garbled with losses"),
            (
                f"{WORDS}; 2 spans repaired: 1 exact, 1 inferred (2 characters); "
                "least certain: line 41 '佳' 83 % (or '优' 9 %)"
            ),
        ),
        (
            repaired(EXACT, LEFT),
            f"{WORDS}; 1 span repaired, exact; 1 span left garbled: line 9 '锟斤拷' (U+FFFD twice)",
        ),
        (
            repaired(LEFT, LEFT, LEFT, LEFT, verdict="unrecoverable", layers=()),
            "damage that nothing explains; 4 spans left garbled: "
            + "line 9 '锟斤拷' (U+FFFD twice), " * 3
            + "…",
        ),
        (
            repaired(EXACT, span("Ã©", "é", layers=LATIN)),
            f"{WORDS} (and 1 other mix-up); 2 spans repaired, all exact",
        ),
    ],
)
def test_the_line_of_a_repaired_file(result: Repair, expected: str) -> None:
    assert report.repair_line("a.md", result) == f"a.md: {expected}"


def test_the_line_of_a_file_that_would_be_repaired() -> None:
    assert "1 span would be repaired, exact" in report.repair_line("a", repaired(EXACT), would=True)


def test_what_explains_as_much_is_named() -> None:
    umlaut = span("Ã¼", "ü", layers=LATIN)
    result = repaired(umlaut, layers=LATIN)
    assert "UTF-8 read as windows-1252 (equally: " in report.repair_line("a", result)
    value = report.repair_object("a", "utf-8", result, changed=True, written=True)
    assert [layers[0]["read"] for layers in value["equivalents"]] == [
        layers[0].read for layers in result.equivalents
    ]
    assert "iso-8859-1" in [layers[0].read for layers in result.equivalents]


def test_a_marked_span_is_not_told_as_repaired() -> None:
    marked = span("ä½", "\ufffd", "unrecoverable", note="bytes lost")
    line = report.repair_line("a", repaired(marked, EXACT))
    assert "1 span repaired, exact" in line
    assert "1 span left garbled: line 1 'ä½' (bytes lost)" in line


def test_the_lines_of_detection() -> None:
    other = span("Ã©", "é", layers=LATIN, line=50)
    detection = Detection(
        "garbled with losses", None, TURKISH, (EXACT, LEFT, INFERRED, other), 0.99
    )
    assert list(report.detection_lines("a.md", detection)) == [
        "a.md:1:7: exact: 'ğŸ˜€' should be '😀'",
        "a.md:9:7: unrecoverable: '锟斤拷': U+FFFD twice",
        "a.md:41:7: inferred, 83 %: 'ä½' should be '佳'",
        "a.md:50:7: exact: 'Ã©' should be 'é' [UTF-8 read as windows-1252]",
        (
            f"a.md: garbled with losses: {WORDS} (and 1 other mix-up); "
            "4 spans: 2 exact, 1 inferred, 1 unrecoverable"
        ),
    ]


def test_the_line_of_a_clean_file() -> None:
    detection = Detection("clean", None, (), (), 1.0)
    assert list(report.detection_lines("a.md", detection)) == ["a.md: clean"]


@pytest.mark.parametrize(
    ("probability", "expected"),
    [
        (1.0, "100 %"),
        (0.9999, "99 %"),
        (0.29, "29 %"),
        (0.57, "57 %"),
        (0.01, "1 %"),
        (0.004, "<1 %"),
        (0.0, "0 %"),
    ],
)
def test_only_certainty_is_called_so(probability: float, expected: str) -> None:
    assert report.percent(probability) == expected


@settings(max_examples=50)
@given(st.text(max_size=60), st.integers(1, 30))
def test_a_quotation_is_one_short_visible_line(text: str, limit: int) -> None:
    quoted = report.quote(text, limit)
    assert quoted.isprintable()
    shown: str = eval(quoted)  # noqa: S307 - what repr made of a text
    assert len(shown) <= limit
    assert shown == text or text.startswith(shown.removesuffix("…"))


def test_json_of_a_repair() -> None:
    result = repaired(INFERRED, fills=FILLS[1:], verdict="garbled with losses")
    value = report.repair_object("ä.md", "utf-8-sig", result, changed=True, written=True)
    line = report.json_line(value)
    assert "\n" not in line
    assert line.isascii()
    layers = [
        {"written": "utf-8", "read": "windows-1254", "loss": "dropped", "scrubs": ["soft-hyphens"]}
    ]
    assert json.loads(line) == {
        "path": "ä.md",
        "verdict": "garbled with losses",
        "encoding": "utf-8-sig",
        "layers": layers,
        "equivalents": [],
        "spans": [
            {
                "start": 0,
                "end": 2,
                "line": 41,
                "column": 7,
                "before": "ä½",
                "after": "佳",
                "kind": "inferred",
                "confidence": 0.83,
                "layers": layers,
                "note": "",
            }
        ],
        "fills": [
            {
                "offset": 3,
                "line": 41,
                "column": 4,
                "char": "佳",
                "confidence": 0.831,
                "alternatives": [["优", 0.099], ["住", 0.001]],
            }
        ],
        "changed": True,
        "written": True,
    }


def test_json_of_a_detection() -> None:
    detection = Detection("clean", None, (), (), 0.5)
    assert report.detection_object("a", "utf-8", detection) == {
        "path": "a",
        "verdict": "clean",
        "encoding": "utf-8",
        "layers": [],
        "equivalents": [],
        "spans": [],
        "confidence": 0.5,
    }


def test_json_names_every_member_that_the_module_documents() -> None:
    documented = report.__doc__ or ""
    result = repaired(INFERRED, fills=FILLS)
    value = report.repair_object("a", "utf-8", result, changed=True, written=False)
    detection = Detection("clean", None, (), (), 0.5)
    names = {*value, *value["spans"][0], *value["fills"][0], *value["layers"][0]}
    names |= set(report.detection_object("a", "utf-8", detection))
    assert {name for name in names if name not in documented} == set()


def test_a_diff_as_everybody_knows_it() -> None:
    before = "1\n2\n3\n4\nGrÃ¼ÃŸe\n6\n7\n8\n9\n10\n11\n12\nKÃ¶ln"
    after = "1\n2\n3\n4\nGrüße\n6\n7\n8\n9\n10\n11\n12\nKöln"
    assert report.unified_diff("docs/a b.md", before, after) == (
        "--- a/docs/a b.md\t\n+++ b/docs/a b.md\t\n"
        "@@ -2,7 +2,7 @@\n 2\n 3\n 4\n-GrÃ¼ÃŸe\n+Grüße\n 6\n 7\n 8\n"
        "@@ -10,4 +10,4 @@\n 10\n 11\n 12\n"
        "-KÃ¶ln\n\\ No newline at end of file\n+Köln\n\\ No newline at end of file\n"
    )


def test_no_diff_of_equal_texts() -> None:
    assert report.unified_diff("a", "é\n", "é\n") == ""


def test_a_diff_of_many_changed_lines_takes_linear_time() -> None:
    # difflib takes minutes for this: every other line is changed.
    before = "".join(f"line {n % 7}\nÃ¶ {n}\n" for n in range(100_000))
    difference = report.unified_diff("a", before, before.replace("Ã¶", "ö"))
    assert difference.count("\n-") == 100_000


_LINES = st.lists(
    st.sampled_from(["a", "b", "ö", "Ã¶", "", "x\r", "\x0c", "\u2028", "\x85", "-- x", "++ y"]),
    max_size=30,
)


@settings(max_examples=60)
@given(_LINES, _LINES, st.sampled_from(["", "\n"]), st.data())
def test_git_applies_every_diff(
    tmp_path_factory: pytest.TempPathFactory,
    old: list[str],
    other: list[str],
    end: str,
    data: st.DataObject,
) -> None:
    if data.draw(st.booleans(), label="as many lines"):
        changed = data.draw(st.sets(st.integers(0, max(0, len(old) - 1)), max_size=6))
        other = [line + "!" if n in changed else line for n, line in enumerate(old)]
    before = "\n".join(old) + end
    after = "\n".join(other) + data.draw(st.sampled_from(["", "\n"]), label="end")
    difference = report.unified_diff("a b.txt", before, after)
    assert bool(difference) == (before != after)
    if not difference or not before or not after:
        return  # git wants other headers for files that come or go
    folder = tmp_path_factory.mktemp("apply")
    path = folder / "a b.txt"
    path.write_bytes(before.encode())
    apply(folder, difference)
    assert path.read_bytes() == after.encode()


def apply(folder: Path, difference: str) -> None:
    command = ["git", "apply", "--whitespace=nowarn", "-"]
    # Not in the repository of the project: git would take its root for the folder.
    environment = {"GIT_CEILING_DIRECTORIES": str(folder.parent), "PATH": os.environ["PATH"]}
    ended = subprocess.run(
        command,
        input=difference.encode(),
        cwd=folder,
        env=environment,
        capture_output=True,
        check=False,
    )
    assert ended.returncode == 0, ended.stderr.decode()
