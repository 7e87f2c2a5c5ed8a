"""`fixtext detect`: say what is garbled, and through which mix-up; and what a file is in."""

from __future__ import annotations

import argparse

from fixtext.clean import is_clean
from fixtext.commands.console import Console, Source, sources
from fixtext.errors import FixtextError


def run(arguments: argparse.Namespace) -> int:
    """Carry out the command; the exit status."""
    console = Console(quiet=arguments.quiet)
    found = sources(arguments.files, console, recursive=arguments.recursive, any_encoding=True)
    for source in found:
        document = source.document
        if (
            arguments.format == "text"
            and not document.damaged
            and not arguments.expect
            and is_clean(document.text)
        ):
            unusual = _unusual_encoding(source)
            if source.named or unusual:
                console.result(f"{source.name}: clean{unusual}")
        else:
            _detect_one(source, arguments, console)
    return console.status


def _detect_one(source: Source, arguments: argparse.Namespace, console: Console) -> None:
    from fixtext import report
    from fixtext.detector import detection
    from fixtext.documents import repair_document
    from fixtext.options import Options

    try:
        options = Options(expect=tuple(arguments.expect))
        found = detection(repair_document(source.document, options))
    except FixtextError as error:
        console.error(source.path, error)
        return
    if found.verdict != "clean":
        console.found()
    unusual = _unusual_encoding(source)
    if arguments.format == "json":
        encoding = source.document.encoding
        value = report.detection_object(source.path, encoding, found)
        console.result(report.json_line(value))
    elif source.named or unusual or found.verdict != "clean":
        for line in report.detection_lines(source.name, found, unusual):
            console.result(line)


def _unusual_encoding(source: Source) -> str:
    """What encoding a file is in, in words, where that is worth saying."""
    document = source.document
    if document.encoding == "utf-8" or document.bom:
        return ""
    if document.encoding.startswith("utf-"):
        return f", in {document.encoding} without a byte order mark"
    from fixtext.decoding import conversion

    return f", in {document.encoding}, not UTF-8: {conversion(document.encoding)}"
