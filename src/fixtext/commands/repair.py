"""`fixtext repair`: put files right in place, or show what would be done."""

from __future__ import annotations

import argparse
import os
from contextlib import suppress

from fixtext import files
from fixtext.clean import is_clean
from fixtext.commands.console import (
    STDIN,
    Console,
    Source,
    UsageError,
    sources,
    write_stdout,
)
from fixtext.errors import FixtextError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from fixtext.results import Repair


def run(arguments: argparse.Namespace) -> int:
    """Carry out the command; the exit status."""
    _check(arguments)
    console = Console(quiet=arguments.quiet)
    context = _read_context(arguments.context, console)
    if console.failures:
        # Repairing with less context than was asked for could choose other characters.
        return console.status
    tally = _Tally()
    for source in sources(arguments.files, console, recursive=arguments.recursive):
        texts = [text for path, text in context if not _same_file(path, source.path)]
        _repair_one(source, texts, arguments, console, tally)
    if arguments.files != [STDIN]:
        tally.tell(console, would=arguments.check or arguments.diff)
    return console.status


def _check(arguments: argparse.Namespace) -> None:
    if STDIN in arguments.files and len(arguments.files) > 1:
        raise UsageError("repair: '-' (standard input) must be the only input")
    if arguments.output is not None:
        if arguments.check or arguments.diff:
            raise UsageError("repair: --output writes, --check and --diff do not: choose one")
        if len(arguments.files) != 1 or os.path.isdir(arguments.files[0]):
            raise UsageError("repair: --output takes exactly one input file")
    if arguments.diff and arguments.format == "json":
        raise UsageError("repair: --diff has no JSON form: choose --diff or --format json")
    if arguments.format == "json" and _repaired_to_stdout(arguments):
        raise UsageError("repair: the repaired text goes to standard output, so JSON cannot")


def _repaired_to_stdout(arguments: argparse.Namespace) -> bool:
    if arguments.check or arguments.diff:
        return False
    if arguments.output is None:
        return bool(arguments.files == [STDIN])
    return bool(arguments.output == STDIN)


def _repair_one(
    source: Source,
    context: list[str],
    arguments: argparse.Namespace,
    console: Console,
    tally: _Tally,
) -> None:
    document = source.document
    writes = not (arguments.check or arguments.diff)
    try:
        # Clean files are the most; for them nothing of the repair is loaded.
        quick = arguments.format == "text" and not arguments.expect and not document.damaged
        if quick and is_clean(document.text):
            if writes:
                _write(source, source.data, arguments.output)
            tally.clean += 1
            return
        from fixtext.decoding import encode_repair
        from fixtext.documents import repair_document
        from fixtext.options import Options

        options = Options(
            tuple(context), arguments.lossy, arguments.min_confidence, tuple(arguments.expect)
        )
        result = repair_document(document, options)
        new = source.data
        if document.damaged or result.text != document.text:
            new = encode_repair(document, result, mark=arguments.lossy == "mark")
        changed = new != source.data
        written = writes and _write(source, new, arguments.output)
    except (OSError, FixtextError) as error:
        console.error(source.path, error)
        return

    tally.count(result, changed=changed)
    if result.left_spans or (changed and (arguments.check or arguments.diff)):
        console.found()
    _show(source, result, arguments, console, changed=changed, written=written)


def _write(source: Source, new: bytes, output: str | None) -> bool:
    """Put the repaired file where it belongs; whether that wrote a file."""
    changed = new != source.data
    if (source.path if output is None else output) == STDIN:
        write_stdout(new)
        return False
    if output is not None and not _same_file(output, source.path):
        files.write_output(output, new)
        return True
    if changed:
        files.write_atomically(source.path, new, source.data)
    return changed


def _show(
    source: Source,
    result: Repair,
    arguments: argparse.Namespace,
    console: Console,
    *,
    changed: bool,
    written: bool,
) -> None:
    if arguments.format == "text" and result.verdict == "clean":
        return
    from fixtext import report

    if arguments.format == "json":
        encoding = source.document.encoding
        value = report.repair_object(
            source.path, encoding, result, changed=changed, written=written
        )
        console.result(report.json_line(value))
        return
    if arguments.diff and not console.quiet:
        difference = report.unified_diff(source.name, source.document.text, result.text)
        write_stdout(difference.encode())
    line = report.repair_line(source.name, result, would=arguments.check or arguments.diff)
    # Standard output holds the repaired text or the diff alone, if it holds one of them.
    if arguments.diff or _repaired_to_stdout(arguments):
        console.message(line)
    else:
        console.result(line)


class _Tally:
    """How many files came out how."""

    def __init__(self) -> None:
        self.repaired = self.left = self.clean = 0

    def count(self, result: Repair, *, changed: bool) -> None:
        self.repaired += changed
        self.left += bool(result.left_spans)
        self.clean += not changed and not result.left_spans

    def tell(self, console: Console, *, would: bool) -> None:
        counts = {
            "would be repaired" if would else "repaired": self.repaired,
            "with damage left": self.left,
            "clean": self.clean,
            "in error": console.failures,
        }
        parts = [f"{count} {words}" for words, count in counts.items() if count]
        console.message(f"files: {', '.join(parts) or 'none'}")


def _read_context(paths: Sequence[str], console: Console) -> list[tuple[str, str]]:
    """The clean text to sharpen the model with, by path; a directory means its text files.

    Garbled text would blunt the model: it is left out, in silence where it was found in a
    directory.
    """
    kept: list[tuple[str, str]] = []
    for source in sources(paths, console, recursive=True):
        text = source.document.text
        if is_clean(text) or _verdict(text) == "clean":
            kept.append((source.path, text))
        elif source.named:
            console.message(f"fixtext: {source.name}: is garbled itself, not used as context")
    return kept


def _verdict(text: str) -> str:
    from fixtext.detector import detect

    return detect(text).verdict


def _same_file(path: str, other: str) -> bool:
    with suppress(OSError):
        return STDIN not in (path, other) and os.path.samefile(path, other)
    return False
