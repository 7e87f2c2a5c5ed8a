"""Scrubs: what is done to a text after a mix-up, so that the evidence of it is worn away.

Each is a function of text that leaves whole lines where they are. Some map character to
character, others look at neighbours or write one character as several.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

SCRUBS = (
    "soft-hyphens",
    "c1",
    "lead-e2",
    "double-quotes",
    "quotes",
    "low-quotes",
    "best-fit",
    "nfkc",
    "fold",
    "lower",
    "upper",
    "nbsp",
    "spaces",
    "trim",
    "html",
    "html-decimal",
    "html-hex",
    "html-hex-upper",
    "json",
    "json-upper",
)
"""What happened to the text after a mix-up, in this order.

soft-hyphens: U+00AD removed. c1: U+0080..U+009F removed. lead-e2: U+00E2, which is what most code
pages show for the lead byte E2, removed. double-quotes: the curly quotes U+201C and U+201D
straightened. quotes: those, U+2018 and U+2019. low-quotes: U+201A and U+201E. best-fit: converted
to windows-1252 by Windows, with what looks like the characters that it lacks. nfkc: Unicode's
compatibility composition. fold: diacritics removed. lower, upper: put in small letters, in
capitals. nbsp: U+00A0 turned into a space. spaces: runs of spaces and U+00A0 turned into one space.
trim: spaces, tabs and U+00A0 at line ends removed. html, html-decimal: everything beyond ASCII
written as entities, by name where there is one, or by number. html-hex, html-hex-upper: by
hexadecimal number, with small or capital digits. json, json-upper: everything beyond
ASCII written as escapes of UTF-16 code units, with small or capital hexadecimal digits.
"""

PLAIN_SCRUBS = (
    *("soft-hyphens", "c1", "double-quotes", "quotes", "low-quotes", "nbsp", "spaces", "trim"),
)
"""The scrubs that a document's counts are asked about, and that a lattice can undo."""

CASE_SCRUBS = ("lower", "upper")
"""Others that a lattice can undo: they make two signs of a code page one."""

WORDS = {
    "soft-hyphens": "soft hyphens removed",
    "c1": "C1 controls removed",
    "lead-e2": "the signs for byte E2 removed",
    "double-quotes": "curly double quotes straightened",
    "quotes": "curly quotes straightened",
    "low-quotes": "low quotes straightened",
    "best-fit": "converted to windows-1252 by likeness",
    "nfkc": "normalized to NFKC",
    "fold": "diacritics removed",
    "lower": "put in small letters",
    "upper": "put in capitals",
    "nbsp": "no-break spaces turned into spaces",
    "spaces": "runs of spaces made one",
    "trim": "line ends trimmed",
    "html": "written as HTML entities",
    "html-decimal": "written as decimal HTML entities",
    "html-hex": "written as hexadecimal HTML entities",
    "html-hex-upper": "written as hexadecimal HTML entities in capitals",
    "json": "written as JSON escapes",
    "json-upper": "written as JSON escapes in capitals",
}
"""The scrubs in the words of a report."""


def scrub(text: str, name: str) -> str:
    """What one of SCRUBS leaves of `text`."""
    return _FUNCTIONS[name](text)


_C1_RUN = re.compile("[\x80-\x9f]+")
_SPACES_RUN = re.compile("[ \xa0]+")
_HIGH = re.compile("[^\x00-\x7f]")

_STRAIGHT_DOUBLE = str.maketrans(dict.fromkeys("“”", '"'))
_STRAIGHT_LOW = str.maketrans({"‚": "'", "„": '"'})
_STRAIGHT = str.maketrans({**dict.fromkeys("‘’", "'"), **dict.fromkeys("“”", '"')})

# The characters of cp437, cp850, cp852 and cp866 that windows-1252 lacks and that Windows writes
# as others; after Microsoft's table bestfit1252.txt, published by the Unicode Consortium.
_BEST_FIT = str.maketrans(
    {
        **dict(zip("ΓΘΣΦΩαδεπστφⁿ₧√∞∩≡≤≥⌠⌡", "GTSFOadepstfnPv8n===()", strict=True)),
        **dict.fromkeys("─═", "-"),
        **dict.fromkeys("│║▌▐█░▒▓■", "¦"),
        **dict.fromkeys("┌┐└┘├┤┬┴┼╒╓╔╕╖╗╘╙╚╛╜╝╞╟╠╡╢╣╤╥╦╧╨╩╪╫╬", "+"),
        **dict(zip("▀▄∙⌐≈", "¯_·¬˜", strict=True)),
    }
)


def _trim_line_ends(text: str) -> str:
    lines = text.split("\n")
    for i, line in enumerate(lines):
        if line.endswith("\r"):
            lines[i] = line[:-1].rstrip(" \t\xa0") + "\r"
        else:
            lines[i] = line.rstrip(" \t\xa0")
    return "\n".join(lines)


def _fold(text: str) -> str:
    return "".join([_folded(char) if char > "\x7f" else char for char in text])


@lru_cache(maxsize=4096)
def _folded(char: str) -> str:
    base = unicodedata.normalize("NFD", char)[0]
    return base if base.isascii() and base.isalpha() else char


def _as_entities(text: str) -> str:
    from html.entities import codepoint2name

    def entity(match: re.Match[str]) -> str:
        point = ord(match[0])
        return f"&{codepoint2name.get(point) or f'#{point}'};"

    return _HIGH.sub(entity, text)


def _escaped(text: str, form: str) -> str:
    def escapes(match: re.Match[str]) -> str:
        units = match[0].encode("utf-16-be", "surrogatepass")
        pairs = (units[i : i + 2] for i in range(0, len(units), 2))
        return "".join(["\\u" + format(int.from_bytes(pair, "big"), form) for pair in pairs])

    return _HIGH.sub(escapes, text)


_FUNCTIONS: dict[str, Callable[[str], str]] = {
    "soft-hyphens": lambda text: text.replace("\xad", ""),
    "c1": lambda text: _C1_RUN.sub("", text),
    "lead-e2": lambda text: text.replace("â", ""),
    "double-quotes": lambda text: text.translate(_STRAIGHT_DOUBLE),
    "quotes": lambda text: text.translate(_STRAIGHT),
    "low-quotes": lambda text: text.translate(_STRAIGHT_LOW),
    "best-fit": lambda text: text.translate(_BEST_FIT),
    "nfkc": lambda text: unicodedata.normalize("NFKC", text),
    "fold": _fold,
    "lower": str.lower,
    "upper": str.upper,
    "nbsp": lambda text: text.replace("\xa0", " "),
    "spaces": lambda text: _SPACES_RUN.sub(" ", text),
    "trim": _trim_line_ends,
    "html": _as_entities,
    "html-decimal": lambda text: _HIGH.sub(lambda match: f"&#{ord(match[0])};", text),
    "html-hex": lambda text: _HIGH.sub(lambda match: f"&#x{ord(match[0]):x};", text),
    "html-hex-upper": lambda text: _HIGH.sub(lambda match: f"&#x{ord(match[0]):X};", text),
    "json": lambda text: _escaped(text, "04x"),
    "json-upper": lambda text: _escaped(text, "04X"),
}
