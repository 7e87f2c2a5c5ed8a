"""The public names: stable, typed as promised, and loaded only when they are used."""

from __future__ import annotations

import inspect
import subprocess
import sys
from itertools import permutations

import pytest

import fixtext

NAMES = {
    "Channel",
    "Comparison",
    "Detection",
    "Difference",
    "Fill",
    "FixtextError",
    "Layers",
    "NotTextError",
    "Repair",
    "Span",
    "compare",
    "detect",
    "fix_text",
    "garble",
    "repair",
}


def run(code: str) -> str:
    done = subprocess.run(
        [sys.executable, "-X", "importtime", "-c", code],
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stderr


def test_all_names_are_there() -> None:
    assert set(fixtext.__all__) >= NAMES
    assert set(dir(fixtext)) >= set(fixtext.__all__)
    for name in fixtext.__all__:
        value = getattr(fixtext, name)
        assert getattr(fixtext, name) is value


def test_star_import() -> None:
    names: dict[str, object] = {}
    exec("from fixtext import *", names)  # noqa: S102 - only a module may do this by itself
    assert set(names) - {"__builtins__"} == set(fixtext.__all__)
    assert names["repair"] is fixtext.repair


def test_an_unknown_name_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="no_such_name"):
        fixtext.no_such_name  # noqa: B018
    assert not hasattr(fixtext, "ftfy")


@pytest.mark.parametrize("order", list(permutations(["detect", "repair", "fix_text"])))
def test_functions_and_modules_do_not_hide_each_other(order: tuple[str, ...]) -> None:
    calls = "\n".join(f"assert fixtext.{name}('GrÃ¼ÃŸe')" for name in (*order, *order))
    run(f"import fixtext\n{calls}\nimport fixtext.detector, fixtext.repairer\n{calls}")


def test_importing_loads_nothing_else() -> None:
    loaded = {
        line.rpartition("|")[2].strip()
        for line in run("import fixtext; assert 'repair' in fixtext.__all__").splitlines()
    }
    assert "fixtext" in loaded
    assert not {name for name in loaded if name.startswith("fixtext.")}


def test_clean_text_opens_no_model() -> None:
    run(
        "import fixtext, fixtext.language\n"
        "for text in ('plain', 'Gr\\xfc\\xdfe', '\\u4e2d\\u6587', ''): fixtext.repair(text)\n"
        "assert fixtext.language.load.cache_info().currsize == 0"
    )


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("garble", ["text", "layers"]),
        ("compare", ["text", "twin"]),
        ("detect", ["text_or_bytes"]),
    ],
)
def test_signatures(name: str, expected: list[str]) -> None:
    parameters = inspect.signature(getattr(fixtext, name)).parameters.values()
    assert [p.name for p in parameters if p.default is p.empty] == expected


@pytest.mark.parametrize(("name", "first"), [("repair", "text_or_bytes"), ("fix_text", "text")])
def test_options_are_keywords_with_these_defaults(name: str, first: str) -> None:
    parameters = dict(inspect.signature(getattr(fixtext, name)).parameters)
    assert next(iter(parameters)) == first
    parameters.pop(first)
    defaults = {p.name: p.default for p in parameters.values()}
    expected = {"context": (), "lossy": "fill", "min_confidence": 0.0}
    assert {option: defaults[option] for option in expected} == expected
    assert all(p.kind is p.KEYWORD_ONLY for p in parameters.values())


@pytest.mark.parametrize(
    ("kind", "fields"),
    [
        ("Repair", "text verdict encoding layers spans fills"),
        ("Span", "start end before after layers kind confidence line column"),
        ("Fill", "offset char confidence alternatives line column"),
        ("Detection", "verdict encoding layers spans confidence"),
        ("Channel", "written read loss scrubs"),
        ("Comparison", "equal cer differences"),
    ],
)
def test_fields(kind: str, fields: str) -> None:
    members = {name for name, _ in inspect.getmembers(getattr(fixtext, kind))}
    assert set(fields.split()) <= members


def test_errors_can_be_caught_by_their_base_and_by_builtin_kinds() -> None:
    assert issubclass(fixtext.NotTextError, fixtext.FixtextError)
    assert issubclass(fixtext.NotTextError, ValueError)


@pytest.mark.parametrize("call", [fixtext.repair, fixtext.detect, fixtext.compare, fixtext.garble])
def test_public_functions_are_documented(call: object) -> None:
    assert (inspect.getdoc(call) or "").endswith(".")


def test_results_are_values() -> None:
    one, other = fixtext.repair("GrÃ¼ÃŸe"), fixtext.repair("GrÃ¼ÃŸe")
    assert one == other
    assert hash(one) == hash(other)
    with pytest.raises(AttributeError):
        one.text = "x"  # type: ignore[misc]


def test_the_example_of_the_names() -> None:
    result = fixtext.repair("GrÃ¼ÃŸe")
    assert (result.text, result.verdict, result.encoding) == ("Grüße", "garbled", None)
    (span,) = result.spans
    assert (span.start, span.end, span.before, span.after) == (2, 6, "Ã¼ÃŸ", "üß")
    assert span.layers == (fixtext.Channel("utf-8", "windows-1252"),)
    assert fixtext.garble(result.text, result.layers) == "GrÃ¼ÃŸe"
    comparison = fixtext.compare(result.text, "Grüße")
    assert comparison.equal
    assert comparison.cer == 0
    assert not comparison.differences
