"""The command line: its grammar, and the call of the command that it names."""

from __future__ import annotations

import argparse
import os
import sys
from contextlib import suppress

import fixtext

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    # What add_subparsers returns has no public name.
    _Subparsers = argparse._SubParsersAction[argparse.ArgumentParser]  # noqa: SLF001

INTERRUPTED = 130
"""Exit status after Ctrl-C, as shells have it: 128 + SIGINT."""

PIPE_CLOSED = 141
"""Exit status when the reader of our output went away: 128 + SIGPIPE."""

_EPILOG = """\
exit status:
  detect         0 all clean, 1 something is garbled
  repair         0 nothing left to do, 1 something is left garbled
                 (with --check or --diff also: something would change)
  diff           0 equal, 1 different
  verify         0 all as they should be, 1 some are not
  garble         0 done
  explain        0 nothing garbled, 1 something is
  any of them    2 something could not be read, written or understood; all else is still done
"""


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; its exit status. `argv` is without the name of the program."""
    _prepare_streams()
    try:
        try:
            return _run(argv)
        finally:
            sys.stdout.flush()
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:
        # What is still buffered would raise again when the interpreter closes the stream.
        with suppress(OSError, ValueError):
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return PIPE_CLOSED
    except OSError as error:
        print(f"fixtext: {error.strerror or error}", file=sys.stderr)
        return 2


def _run(argv: Sequence[str] | None) -> int:
    parser = build_parser()
    try:
        arguments = parser.parse_args(argv)
    except SystemExit as stop:  # --help and --version, or a usage error that was told
        return stop.code if isinstance(stop.code, int) else 2
    from fixtext.commands.console import UsageError

    command: Callable[[argparse.Namespace], int] = _load(arguments.command)
    try:
        return command(arguments)
    except UsageError as error:
        print(f"fixtext {error}", file=sys.stderr)
        return 2


def _load(command: str) -> Callable[[argparse.Namespace], int]:
    from importlib import import_module

    run: Callable[[argparse.Namespace], int] = import_module(f"fixtext.commands.{command}").run
    return run


def _prepare_streams() -> None:
    """Let no character that the terminal's encoding lacks stop the program."""
    for stream in (sys.stdout, sys.stderr):
        with suppress(AttributeError, OSError, ValueError):
            stream.reconfigure(errors="backslashreplace")  # type: ignore[union-attr]


class _HelpFormatter(argparse.RawDescriptionHelpFormatter):
    """Finds the width of the terminal without importing shutil, which is slow to load."""

    def __init__(self, prog: str) -> None:
        super().__init__(prog, max_help_position=28, width=_terminal_columns() - 2)


def _terminal_columns() -> int:
    with suppress(ValueError):
        if (columns := int(os.environ.get("COLUMNS", ""))) > 20:
            return columns
    with suppress(OSError, ValueError):
        return max(40, os.get_terminal_size(1).columns)
    return 80


def build_parser() -> argparse.ArgumentParser:
    """The grammar of the command line."""
    parser = argparse.ArgumentParser(
        prog="fixtext",
        description="Detect, repair and check garbled text.",
        epilog=_EPILOG,
        formatter_class=_HelpFormatter,
    )
    parser.add_argument("--version", action="version", version=f"fixtext {fixtext.__version__}")
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", required=True)
    for add in (_add_detect, _add_repair, _add_diff, _add_verify, _add_garble, _add_explain):
        add(commands)
    return parser


def _add_command(
    commands: _Subparsers, name: str, summary: str, *, status: str, details: str = ""
) -> argparse.ArgumentParser:
    return commands.add_parser(
        name,
        help=summary,
        description=f"{summary[0].upper()}{summary[1:]}.{details and ' ' + details}",
        epilog=f"exit status: {status}, 2 error",
        formatter_class=_HelpFormatter,
    )


def _add_files(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("files", nargs="+", metavar="FILE", help="a file, or - for standard input")
    parser.add_argument(
        "-r",
        "--recursive",
        action="store_true",
        help="take a directory for the text files below it that git does not ignore",
    )
    parser.add_argument(
        "--format",
        choices=("text", "json"),
        default="text",
        help="json: one object on one line for each file",
    )
    _add_quiet(parser)


def _add_expect(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--expect",
        action="append",
        type=_language,
        default=[],
        metavar="LANG",
        help="a language that the text may be in, as ru or zh-Hans: mix-ups of its encodings are "
        "looked for harder; may be given several times",
    )


def _add_quiet(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("-q", "--quiet", action="store_true", help="print nothing but errors")


def _add_detect(commands: _Subparsers) -> None:
    parser = _add_command(
        commands,
        "detect",
        "say what is garbled, and through which mix-up",
        status="0 all clean, 1 something is garbled",
    )
    _add_files(parser)
    _add_expect(parser)


def _add_repair(commands: _Subparsers) -> None:
    parser = _add_command(
        commands,
        "repair",
        "put garbled files right in place",
        status="0 nothing left to do, 1 something is left garbled "
        "(or with --check or --diff would change)",
        details="Files without damage are never opened for writing.\n"
        "With - the repaired text goes to standard output and the report to standard error.",
    )
    _add_files(parser)
    parser.add_argument("--check", action="store_true", help="only report, write nothing")
    parser.add_argument(
        "--diff", action="store_true", help="print what would change as a diff, write nothing"
    )
    parser.add_argument(
        "-o",
        "--output",
        metavar="FILE",
        help="write the repaired text there, - for standard output; takes exactly one input",
    )
    parser.add_argument(
        "--lossy",
        choices=("fill", "mark", "off"),
        default="fill",
        help="where bytes were lost: fill in the likeliest characters (the default), mark the "
        "places with U+FFFD, or leave such stretches alone",
    )
    parser.add_argument(
        "--min-confidence",
        type=_probability,
        default=0.0,
        metavar="P",
        help="leave alone what is less certain than this, 0 to 1",
    )
    parser.add_argument(
        "--context",
        action="append",
        default=[],
        metavar="PATH",
        help="clean text of the same author to learn from: a file, or a directory for its text "
        "files; may be given several times",
    )
    _add_expect(parser)


def _add_diff(commands: _Subparsers) -> None:
    parser = _add_command(
        commands,
        "diff",
        "compare a text with its twin, character by character",
        status="0 equal, 1 different",
    )
    parser.add_argument("garbled", metavar="GARBLED", help="the text in question, - for stdin")
    parser.add_argument("twin", metavar="TWIN", help="the known-good copy")
    _add_quiet(parser)


def _add_verify(commands: _Subparsers) -> None:
    parser = _add_command(
        commands,
        "verify",
        "repair fixtures in memory and compare them with their twins",
        status="0 all as they should be, 1 some are not",
        details="Clean fixtures must be left alone. Nothing is written.",
    )
    parser.add_argument(
        "places",
        nargs="+",
        metavar="DIR_OR_MANIFEST",
        help="a manifest.toml or the directory that holds it; or a directory with garbled/ and "
        "twins/ that hold files of equal names",
    )
    _add_quiet(parser)


def _add_garble(commands: _Subparsers) -> None:
    parser = _add_command(
        commands,
        "garble",
        "put clean text through mix-ups, to make examples and fixtures",
        status="0 done",
    )
    parser.add_argument("file", metavar="FILE", help="clean text, or - for standard input")
    parser.add_argument(
        "--read",
        metavar="CODEPAGE",
        help="the code page it is taken for, or a multi-byte encoding as gbk or windows-936",
    )
    parser.add_argument(
        "--written", metavar="ENCODING", help="the encoding it is in before that (utf-8)"
    )
    parser.add_argument(
        "--loss",
        metavar="LOSS",
        help="what becomes of bytes that the code page leaves undefined: kept (as C1 controls, "
        "the default), fffd, question, dropped, or for Shift-JIS middle-dot",
    )
    parser.add_argument(
        "--scrub",
        action="append",
        default=[],
        metavar="SCRUB",
        help="what is done to the text afterwards: soft-hyphens, c1, lead-e2, double-quotes, "
        "quotes, low-quotes, best-fit, nfkc, fold, lower, upper, nbsp, spaces, trim, html, "
        "html-decimal, html-hex, html-hex-upper, json or json-upper; may be given several times",
    )
    parser.add_argument(
        "--layer",
        action="append",
        default=[],
        metavar="FIELDS",
        help="one of several mix-ups, the first first, as in "
        "read=windows-1252,loss=dropped,scrubs=soft-hyphens+c1",
    )
    parser.add_argument(
        "-o", "--output", metavar="FILE", help="write there instead of to standard output"
    )


def _add_explain(commands: _Subparsers) -> None:
    parser = _add_command(
        commands,
        "explain",
        "tell how each garbled stretch of a file was read",
        status="0 nothing garbled, 1 something is",
    )
    parser.add_argument(
        "place", metavar="FILE[:LINE]", help="a file or - for standard input, or one line of it"
    )
    _add_expect(parser)


def _language(text: str) -> str:
    from fixtext.legacy_pages import LANGUAGES

    if text not in LANGUAGES:
        known = ", ".join(sorted(LANGUAGES))
        raise argparse.ArgumentTypeError(f"unknown language {text!r}: choose from {known}")
    return text


def _probability(text: str) -> float:
    try:
        value = float(text)
    except ValueError:
        value = -1.0
    if not 0 <= value <= 1:
        raise argparse.ArgumentTypeError(f"{text!r} is no probability from 0 to 1")
    return value
