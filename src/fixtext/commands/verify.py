"""`fixtext verify`: repair fixtures in memory and compare them with their twins."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from fixtext import files
from fixtext.commands.console import Console, read_source
from fixtext.errors import FixtextError
from fixtext.report import error_rate, percent, plural

if TYPE_CHECKING:
    from fixtext.results import Repair

MANIFEST = "manifest.toml"


class ManifestError(FixtextError):
    """A manifest or a folder of fixtures that does not say what to compare."""


@dataclass(frozen=True, slots=True)
class Pair:
    """A garbled file, its twin, and the clean files of the same author. Paths as to be opened."""

    name: str
    garbled: str
    twin: str
    context: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Fixtures:
    """What one argument of the command stands for. clean: files that must be left alone."""

    pairs: tuple[Pair, ...]
    clean: tuple[str, ...]


def run(arguments: argparse.Namespace) -> int:
    """Carry out the command; the exit status."""
    console = Console(quiet=arguments.quiet)
    equal = total = 0
    for place in arguments.places:
        try:
            fixtures = load_fixtures(place)
        except (OSError, FixtextError) as error:
            console.error(place, error)
            continue
        for pair in fixtures.pairs:
            total += 1
            equal += _verify_pair(pair, console)
        for path in fixtures.clean:
            total += 1
            equal += _verify_clean(path, console)
    console.message(f"{plural(total, 'fixture')}, {equal} as expected")
    return console.status


def _verify_pair(pair: Pair, console: Console) -> bool:
    from fixtext.decoding import encode_repair
    from fixtext.documents import repair_document
    from fixtext.options import Options
    from fixtext.twins import compare

    paths = (pair.garbled, pair.twin, *pair.context)
    read = [read_source(path, console) for path in paths]
    found = [source for source in read if source is not None]
    if len(found) < len(paths):
        return False
    garbled, twin, *context = found
    try:
        options = Options(context=tuple(c.document.text for c in context))
        result = repair_document(garbled.document, options)
        repaired = encode_repair(garbled.document, result)
        if repaired == twin.data:
            console.result(f"{pair.name}: equal ({_work(result)})")
            return True
        comparison = compare(result.text, twin.document.text)
    except FixtextError as error:
        console.error(pair.garbled, error)
        return False
    console.found()
    if comparison.equal:
        console.result(f"{pair.name}: differs in encoding or byte order mark alone")
        return False
    count = plural(len(comparison.differences), "difference")
    console.result(f"{pair.name}: {count}, {error_rate(comparison)} ({_work(result)})")
    return False


def _verify_clean(path: str, console: Console) -> bool:
    from fixtext.documents import repair_document
    from fixtext.options import Options

    source = read_source(path, console)
    if source is None:
        return False
    try:
        result = repair_document(source.document, Options())
    except FixtextError as error:
        console.error(path, error)
        return False
    if result.text == source.document.text and result.verdict == "clean":
        console.result(f"{path}: left alone")
        return True
    console.found()
    what = "changed" if result.text != source.document.text else f"taken for {result.verdict}"
    places = ", ".join(f"line {span.line}" for span in result.spans[:3])
    console.result(f"{path}: {what}, though it is clean: {places}")
    return False


def _work(result: Repair) -> str:
    words = f"{plural(len(result.repaired_spans), 'span')} repaired"
    if result.fills:
        least = min(fill.confidence for fill in result.fills)
        inferred = plural(len(result.fills), "character")
        words += f", {inferred} inferred, the least certain at {percent(least)}"
    return words


def load_fixtures(place: str) -> Fixtures:
    """The fixtures of a manifest, or of a folder: its manifest.toml, or else the files of equal
    names in garbled/ and twins/, and those in clean/ if there is one.

    Raises ManifestError, or OSError when something cannot be read.
    """
    if not os.path.isdir(place):
        return read_manifest(place)
    manifest = os.path.join(place, MANIFEST)
    if os.path.exists(manifest):
        return read_manifest(manifest)
    return _folder_fixtures(place)


def read_manifest(path: str) -> Fixtures:
    """The fixtures that a manifest lists; its paths are relative to it.

    Raises ManifestError, or OSError when it cannot be read.
    """
    if sys.version_info >= (3, 11):
        import tomllib
    else:
        import tomli as tomllib  # type: ignore[import-not-found, unused-ignore]

    try:
        content = tomllib.loads(files.read_bytes(path).decode())
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise ManifestError(f"is no manifest: {error}") from None
    folder = os.path.dirname(path)
    fixtures = Fixtures(
        tuple(
            Pair(
                name=_text(table, "name", f"pair {number}"),
                garbled=os.path.join(folder, _text(table, "garbled", f"pair {number}")),
                twin=os.path.join(folder, _text(table, "twin", f"pair {number}")),
                context=tuple(
                    os.path.join(folder, item)
                    for item in _texts(table, "context", f"pair {number}")
                ),
            )
            for number, table in enumerate(_tables(content, "pair"), start=1)
        ),
        tuple(
            os.path.join(folder, _text(table, "path", f"clean {number}"))
            for number, table in enumerate(_tables(content, "clean"), start=1)
        ),
    )
    if not fixtures.pairs and not fixtures.clean:
        raise ManifestError("lists no fixtures: it has neither [[pair]] nor [[clean]]")
    return fixtures


def _tables(content: dict[str, Any], key: str) -> Sequence[dict[str, Any]]:
    value = content.get(key, [])
    if not isinstance(value, list) or not all(isinstance(item, dict) for item in value):
        raise ManifestError(f"is no manifest: {key} is not an array of tables")
    return value


def _text(table: dict[str, Any], key: str, where: str) -> str:
    value = table.get(key)
    if not isinstance(value, str) or not value:
        raise ManifestError(f"{where}: {key} is missing or no text")
    return value


def _texts(table: dict[str, Any], key: str, where: str) -> list[str]:
    value = table.get(key, [])
    if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
        raise ManifestError(f"{where}: {key} is not an array of texts")
    return value


def _folder_fixtures(folder: str) -> Fixtures:
    garbled, twins, clean = (os.path.join(folder, name) for name in ("garbled", "twins", "clean"))
    if not (os.path.isdir(garbled) and os.path.isdir(twins)):
        raise ManifestError(f"has neither {MANIFEST} nor the folders garbled and twins")
    names, twin_names = _file_names(garbled), _file_names(twins)
    if alone := sorted(names ^ twin_names):
        raise ManifestError(f"{alone[0]} is in one of garbled and twins, not in both")
    if not names:
        raise ManifestError("has no files in garbled")
    pairs = (
        Pair(name, os.path.join(garbled, name), os.path.join(twins, name)) for name in sorted(names)
    )
    left = sorted(_file_names(clean)) if os.path.isdir(clean) else []
    return Fixtures(tuple(pairs), tuple(os.path.join(clean, name) for name in left))


def _file_names(folder: str) -> set[str]:
    with os.scandir(folder) as entries:
        return {entry.name for entry in entries if entry.is_file()}
