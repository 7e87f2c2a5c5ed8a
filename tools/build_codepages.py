"""Build src/fixtext/codepage_tables.py from Python's codecs and the WHATWG differences.

    python tools/build_codepages.py            write the module
    python tools/build_codepages.py --check    exit 1 when the module on disk differs

The WHATWG single-byte indexes (https://encoding.spec.whatwg.org/#legacy-single-byte-encodings)
were compared with CPython's codecs byte by byte (index of npm text-encoding 0.7.0 against
CPython 3.11, 2026-11): bytes that CPython leaves undefined are C1 controls in WHATWG, and
besides that only the rows of WHATWG_DIFFERENCES differ.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

TARGET = Path(__file__).parent.parent / "src" / "fixtext" / "codepage_tables.py"

UNDEFINED = 0xFFFE

# Our name (the WHATWG or IANA one) and CPython's codec.
CODE_PAGES = {
    **{f"windows-{n}": f"cp{n}" for n in range(1250, 1259)},
    "windows-874": "cp874",
    **{f"iso-8859-{n}": f"iso8859_{n}" for n in range(1, 17) if n != 12},
    "koi8-r": "koi8_r",
    "koi8-u": "koi8_u",
    "mac-roman": "mac_roman",
    "mac-cyrillic": "mac_cyrillic",
    **{f"cp{n}": f"cp{n}" for n in (437, 850, 852, 855, 866)},
}

# variant name: (our name for the code page it is based on, {byte: code point})
WHATWG_DIFFERENCES = {
    "whatwg-koi8-u": ("koi8-u", {0xAE: 0x045E, 0xBE: 0x040E}),
    "whatwg-windows-1255": ("windows-1255", {0xCA: 0x05BA}),
}

HEADER = '''\
"""Code-page tables: what each byte 0x80..0xFF shows as. GENERATED, do not edit.

Made by tools/build_codepages.py from CPython's codecs; the whatwg-* rows apply the
differences of the WHATWG Encoding Standard's indexes (compared 2026-11). Each string has 128
characters, byte 0x80 first; U+FFFE stands for a byte that the code page leaves undefined.
Bytes below 0x80 are ASCII in every one of them.
"""

HIGH_HALVES: dict[str, str] = {
'''


def high_half(codec: str) -> list[int]:
    """Code points that `codec` shows for bytes 0x80..0xFF, UNDEFINED where it has none."""
    shown = []
    for byte in range(0x80, 0x100):
        try:
            shown.append(ord(bytes([byte]).decode(codec)))
        except UnicodeDecodeError:
            shown.append(UNDEFINED)
    if any(bytes([byte]).decode(codec) != chr(byte) for byte in range(0x80)):
        raise ValueError(f"{codec} is not a superset of ASCII")
    return shown


def render() -> str:
    tables = {name: high_half(codec) for name, codec in CODE_PAGES.items()}
    for name, (base, changes) in WHATWG_DIFFERENCES.items():
        tables[name] = [changes.get(0x80 + i, shown) for i, shown in enumerate(tables[base])]
    lines = [HEADER]
    for name, shown in tables.items():
        lines.append(f'    "{name}": (\n')
        for start in range(0, 128, 8):
            row = "".join(f"\\u{point:04x}" for point in shown[start : start + 8])
            lines.append(f'        "{row}"\n')
        lines.append("    ),\n")
    lines.append("}\n")
    return "".join(lines)


def main() -> int:
    parser = argparse.ArgumentParser(description="Build the code-page tables.")
    parser.add_argument("--check", action="store_true", help="compare only; exit 1 on a difference")
    arguments = parser.parse_args()
    text = render()
    if arguments.check:
        if TARGET.read_text(encoding="ascii") != text:
            print(f"{TARGET} is stale: run python {sys.argv[0]}", file=sys.stderr)
            return 1
        return 0
    TARGET.write_text(text, encoding="ascii")
    return 0


if __name__ == "__main__":
    sys.exit(main())
