"""Opt-in normalization of text: what a repair never does by itself.

Repair gives back what the author wrote. These steps change how it is written; none is on unless
it is asked for. Each delegates to `unicodedata` or to one function of ftfy.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

STEPS: dict[str, str] = {
    "nfc": "compose characters canonically (Unicode NFC)",
    "nfkc": "compose, and replace compatibility characters by plain ones (Unicode NFKC)",
    "quotes": "curly single and double quotes become straight ones",
    "width": "full-width Latin and half-width Katakana become their usual width",
    "ligatures": "ligatures of Latin letters, as U+FB01, become the letters",
    "line-ends": "CRLF, CR, U+0085, U+2028 and U+2029 become LF",
    "controls": "control characters that do nothing to text are removed",
    "entities": "HTML entities become the characters that they name",
}
"""The names of the steps, and what each does."""


def normalize(text: str, *, steps: Iterable[str] = ()) -> str:
    """Apply `steps` (names in STEPS) to `text`, in the order given.

    Without steps, or when they change nothing, `text` itself comes back. "entities" also decodes
    &lt; and &amp;: do not use it on HTML.

    Raises ValueError for a step that is not known, before anything is done.
    """
    chosen = [_function(name) for name in ((steps,) if isinstance(steps, str) else steps)]
    result = text
    for function in chosen:
        result = function(result)
    return text if result == text else result


def _function(name: str) -> Callable[[str], str]:
    if name not in STEPS:
        raise ValueError(f"unknown step {name!r}: choose from {', '.join(STEPS)}")
    if name in ("nfc", "nfkc"):
        import unicodedata

        if name == "nfc":
            return lambda text: unicodedata.normalize("NFC", text)
        return lambda text: unicodedata.normalize("NFKC", text)
    from ftfy import fixes

    functions: dict[str, Callable[[str], str]] = {
        "quotes": fixes.uncurl_quotes,
        "width": fixes.fix_character_width,
        "ligatures": fixes.fix_latin_ligatures,
        "line-ends": fixes.fix_line_breaks,
        "controls": fixes.remove_control_chars,
        "entities": fixes.unescape_html,
    }
    return functions[name]
