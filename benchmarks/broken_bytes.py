"""Files of UTF-8 with bytes in them that are none: what is read right, what is left.

    python benchmarks/broken_bytes.py FOLDER [--documents 1]

FOLDER holds LANG.txt or LANG.txt.xz files of clean text; documents have 20 lines.
"foreign": three lines are in a legacy encoding, each encoding with the languages written in it.
Lines are counted as right, wrong or left; documents that are taken for legacy text throughout
are refused. "torn": two characters of each document lose their first byte, their last, all but
the first, or become another byte at random. These are counted as left, or as read.
"""

from __future__ import annotations

import argparse
import random
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from corpus import documents, language_files
from encoded import CODECS, LANGUAGES, fits, spelling

from fixtext.decoding import Document, NotTextError, decode_document
from fixtext.documents import repair_document
from fixtext.options import Options


def foreign_documents(
    texts: list[str], encoding: str, rng: random.Random
) -> Iterator[tuple[bytes, list[str], set[int]]]:
    """Bytes, the lines that they should become, and which of them are in the encoding."""
    codec = CODECS.get(encoding, encoding)
    spell = spelling(codec)
    for text in texts:
        lines = text.split("\n")[:-1]
        able = [i for i, line in enumerate(lines) if fits(spell(line), encoding, codec)]
        chosen = set(rng.sample(able, min(3, len(able))))
        if not chosen:
            continue
        right = [spell(line) if i in chosen else line for i, line in enumerate(lines)]
        data = b"\n".join(
            line.encode(codec if i in chosen else "utf-8") for i, line in enumerate(right)
        )
        yield data, right, chosen


def torn(text: str, rng: random.Random) -> bytes | None:
    """A document with two damaged characters; None when too little is beyond ASCII."""
    places = [i for i, char in enumerate(text) if char > "\x7f"]
    if len(places) < 8:
        return None
    chosen = set(rng.sample(places, 2))
    parts = []
    for i, char in enumerate(text):
        data = char.encode()
        if i in chosen:
            some = (data[1:], data[:-1], data[:1], bytes([rng.randrange(0x80, 0x100)]))
            data = rng.choice(some)
        parts.append(data)
    return b"".join(parts)


def decoded(data: bytes) -> Document | None:
    try:
        return decode_document(data)
    except NotTextError:
        return None


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--documents", type=int, default=1, help="of an encoding and language")
    parser.add_argument("--wrong", action="store_true", help="list what is wrong")
    arguments = parser.parse_args()
    rng = random.Random(1)  # noqa: S311
    files = language_files(arguments.folder, [])
    foreign, damaged = Counter[str](), Counter[str]()
    for encoding, languages in LANGUAGES.items():
        if encoding.startswith(("utf", "few", "iso-2022")):
            continue
        for code in languages.split():
            if code not in files:
                continue
            texts = documents(files[code], 20, arguments.documents)
            for data, right, chosen in foreign_documents(texts, encoding, rng):
                foreign["documents"] += 1
                document = decoded(data)
                if document is None or document.encoding != "utf-8":
                    foreign["documents refused"] += 1
                    continue
                result = repair_document(document, Options())
                lines = result.text.split("\n")
                for i in chosen:
                    shown = document.text.split("\n")[i]
                    kind = "right" if lines[i] == right[i] else "wrong"
                    kind = "left" if lines[i] == shown != right[i] else kind
                    foreign[f"lines {kind}"] += 1
                    if kind == "wrong" and arguments.wrong:
                        print(f"  {encoding} {code}: {right[i][:60]!r} {lines[i][:60]!r}")
    print("foreign:", ", ".join(f"{count} {name}" for name, count in sorted(foreign.items())))
    for path in files.values():
        for text in documents(path, 20, 4 * arguments.documents):
            data_or_none = torn(text, rng)
            document = decoded(data_or_none) if data_or_none else None
            if document is None or document.encoding != "utf-8":
                continue
            for span in repair_document(document, Options()).spans:
                read = span.after != span.before
                damaged["read" if read else "left"] += 1
                if read and arguments.wrong:
                    print(f"  {path.name}: {span.before!r} {span.after!r} {span.kind}")
    print("torn:", ", ".join(f"{count} {name}" for name, count in sorted(damaged.items())))


if __name__ == "__main__":
    main()
