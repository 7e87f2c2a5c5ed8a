"""Build fixtures/garbled from fixtures/twins and the layers in fixtures/manifest.toml.

    python tools/build_fixtures.py            write the garbled fixtures
    python tools/build_fixtures.py --check    exit 1 when one of them differs on disk

Bytes go in and bytes come out: no line end is translated.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

from fixtext.channels import Channel, Layers, encode, garble

FIXTURES = Path(__file__).resolve().parent.parent / "fixtures"


@dataclass(frozen=True, slots=True)
class Pair:
    """A twin, the garbled text that its layers make, and which lines went through them.

    twin, garbled: paths. lines: "all" (the text as a whole) or "odd" (the first line, the
    third and so on, each by itself; the others stay clean). "odd-bytes": as "odd", but in the file
    are the bytes of these lines, in the encoding that the first layer says they were written in.
    """

    name: str
    twin: Path
    garbled: Path
    layers: Layers
    lines: str

    def expected(self) -> bytes:
        """What the garbled file has to be."""
        text = self.twin.read_bytes().decode()
        if self.lines == "odd-bytes":
            return b"\n".join(
                encode(line, "utf-8" if number % 2 == 0 else self.layers[0].written)
                for number, line in enumerate(text.split("\n"), start=1)
            )
        return garble_lines(text, self.layers, self.lines).encode()


def garble_lines(text: str, layers: Layers, lines: str) -> str:
    """Garble `text`, or only its odd lines. Raises ValueError for another rule than those."""
    if lines == "all":
        return garble(text, layers)
    if lines not in ("odd", "odd-bytes"):
        raise ValueError(f"unknown rule for lines {lines!r}: choose from all, odd, odd-bytes")
    return "\n".join(
        line if number % 2 == 0 else garble(line, layers)
        for number, line in enumerate(text.split("\n"), start=1)
    )


def read_manifest(folder: Path = FIXTURES) -> dict[str, Any]:
    """The manifest of a folder of fixtures, as TOML says it."""
    return tomllib.loads((folder / "manifest.toml").read_text(encoding="utf-8"))


def read_pairs(folder: Path = FIXTURES) -> list[Pair]:
    """The pairs of a folder's manifest, in its order."""
    return [
        Pair(
            name=entry["name"],
            twin=folder / entry["twin"],
            garbled=folder / entry["garbled"],
            layers=tuple(
                Channel(**{**layer, "scrubs": tuple(layer["scrubs"])}) for layer in entry["layers"]
            ),
            lines=entry.get("lines", "all"),
        )
        for entry in read_manifest(folder)["pair"]
    ]


def stale_pairs(pairs: list[Pair]) -> Iterator[Pair]:
    """The pairs whose garbled file is missing or is not what the layers make."""
    for pair in pairs:
        if not pair.garbled.exists() or pair.garbled.read_bytes() != pair.expected():
            yield pair


def main(arguments: list[str] | None = None, folder: Path = FIXTURES) -> int:
    """Run the command line; returns the exit status."""
    parser = argparse.ArgumentParser(description="Build the garbled fixtures.")
    parser.add_argument("--check", action="store_true", help="compare only; exit 1 on a difference")
    check = parser.parse_args(arguments).check
    stale = list(stale_pairs(read_pairs(folder)))
    for pair in stale:
        if check:
            print(f"{pair.garbled} is not what the manifest makes of its twin", file=sys.stderr)
        else:
            pair.garbled.write_bytes(pair.expected())
            print(f"wrote {pair.garbled}")
    return 1 if check and stale else 0


if __name__ == "__main__":
    sys.exit(main())
