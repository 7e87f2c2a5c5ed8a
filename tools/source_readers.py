"""Readers of the formats that packages keep words and texts in."""

from __future__ import annotations

import contextlib
import gzip
import io
import json
import math
import re
import struct
import subprocess
import tarfile
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator

from tools.source_tables import language_of

# Archives


def tar_files(data: bytes, pattern: str) -> Iterator[tuple[str, bytes]]:
    """(path, content) of what in a tar archive matches; gzip files are unpacked."""
    with tarfile.open(fileobj=io.BytesIO(data)) as archive:
        for member in archive:
            if member.isfile() and re.search(pattern, member.name):
                content = archive.extractfile(member)
                inner = content.read() if content else b""
                yield member.name, gzip.decompress(inner) if inner[:2] == b"\x1f\x8b" else inner


# Word lists


def counted_words(data: bytes, between: str = "\t") -> dict[str, float]:
    """Words and their counts, 1 where there is none."""
    found = {}
    for row in data.decode().splitlines():
        word, _, rest = row.partition(between)
        with contextlib.suppress(ValueError):
            if word and word[0] != "#":
                found[word] = float(rest.split(between)[0] or 1)
    return found


def onboard_words(data: bytes) -> dict[str, float]:
    """Words and their counts: of onboard's rows (count, one to three words) those of one word."""
    found: dict[str, float] = {}
    for row in data.decode().split("\n"):
        times, *words = row.split(" ")
        if times.isdigit() and "<" not in row and len(words) == 1:
            found[words[0]] = int(times)
    return found


def dawg_words(trained: bytes) -> Iterator[str]:
    """The words of a traineddata file: component 19, a graph of the characters of 21."""
    count = struct.unpack_from("<i", trained)[0]
    offsets = struct.unpack_from(f"<{count}q", trained, 4)
    ends = sorted({*(offset for offset in offsets if offset > 0), len(trained)})
    parts = [
        trained[offset : min(e for e in ends if e > offset)] if offset > 0 else b""
        for offset in offsets
    ]
    characters = [row.split(" ")[0] for row in parts[21].decode().split("\n")[1:]]
    _, size, edge_count = struct.unpack_from("<hii", parts[19])
    edges = struct.unpack_from(f"<{edge_count}Q", parts[19], 10)
    bits = math.ceil(math.log2(size + 1))

    def walk(node: int, start: str) -> Iterator[str]:
        while True:
            edge = edges[node]
            flags, following = edge >> bits & 7, edge >> bits + 3
            if not flags & 2 and edge != (1 << 64) - 1:
                word = start + characters[edge & (1 << bits) - 1]
                if flags & 4:
                    yield word
                if following:
                    yield from walk(following, word)
            if flags & 1:
                return
            node += 1

    return walk(0, "")


def hunspell_forms(aff: bytes, dic: bytes) -> set[str]:
    """The forms of a hunspell dictionary with one-letter flags: one prefix or suffix each."""
    encoding = re.search(rb"SET\s+(\S+)", aff)
    name = encoding[1].decode() if encoding else "utf-8"
    rules: dict[str, list[tuple[str, str, str, re.Pattern[str]]]] = defaultdict(list)
    for row in aff.decode(name).splitlines():
        fields = row.split()
        if len(fields) >= 5 and fields[0] in ("SFX", "PFX"):
            kind, flag, off, put, when = fields[:5]
            match = f"{when}$" if kind == "SFX" else f"^{when}"
            with contextlib.suppress(re.error):
                rule = (kind, off.strip("0"), put.split("/")[0].strip("0"), re.compile(match))
                rules[flag].append(rule)
    found = set()
    for row in dic.decode(name).splitlines()[1:]:
        word, _, flags = row.split("\t")[0].strip().partition("/")
        found.add(word)
        for kind, off, put, fits in (rule for flag in flags for rule in rules[flag]):
            if kind == "SFX" and word.endswith(off) and fits.search(word):
                found.add(word[: len(word) - len(off)] + put)
            elif kind == "PFX" and word.startswith(off) and fits.search(word):
                found.add(put + word[len(off) :])
    return {word for word in found if word}


def skk_words(data: bytes) -> Iterator[str]:
    """The words of an SKK dictionary that do not begin with ASCII."""
    for row in data.decode("euc-jp", "ignore").splitlines():
        words = (word.split(";")[0] for word in row.partition(" /")[2].split("/"))
        yield from (word for word in words if word and word[0] > "\x80")


# N-grams


def lingua_ngrams(packed: bytes) -> dict[str, float]:
    """Conditional probabilities of n-grams of characters, from one file of lingua."""
    script = "process.stdout.write(require('zlib').brotliDecompressSync(fs.readFileSync(0)))"
    command = ["node", "-e", script]
    plain = subprocess.run(command, input=packed, stdout=subprocess.PIPE, check=True).stdout
    found = {}
    for share, grams in json.loads(plain)["ngrams"].items():
        above, below = share.split("/")
        found.update(dict.fromkeys(grams.split(" "), int(above) / int(below)))
    return found


def arpa_shares(data: bytes, show: Callable[[str], str]) -> list[dict[str, float]]:
    """A word trigram model as joint probabilities of one, two and three words, as shown."""
    joint: dict[str, float] = {"<s>": 0.1}
    shown: list[dict[str, float]] = [defaultdict(float) for _ in range(3)]
    for row in data.decode().split("\n"):
        fields = row.split("\t")
        with contextlib.suppress(ValueError, IndexError):
            p = 10 ** float(fields[0])
            tokens = fields[1].split(" ")
            if "<unk>" in tokens:
                continue
            history, key = " ".join(tokens[:-1]), " ".join(tokens)
            p *= joint.get(history, 0.0) if history else 1.0
            joint.setdefault(key, p)
            plain = [token if token in ("<s>", "</s>") else show(token) for token in tokens]
            shown[len(tokens) - 1][" ".join(plain)] += p
    return shown


def interpolation_pairs(data: bytes) -> Iterator[tuple[str, float]]:
    r"""Pairs of words with counts, from libpinyin's rows `\item 1 <start> 16777219 阿 count 9`."""
    for row in data.decode().split("\n"):
        match row.split(" "):
            case ["\\item", _, first, _, second, "count", times]:
                yield f"{'<s>' if first == '<start>' else first} {second}", int(times)


# Texts


def translations(files: Iterable[tuple[str, bytes]]) -> Iterator[tuple[str, list[str]]]:
    """(language, translated messages) of .mo files, given with their paths."""
    found: dict[str, dict[str, None]] = defaultdict(dict)
    for path, data in files:
        language = language_of(re.split(r"/(?:LC_MESSAGES/)?", path.split("/locale/")[-1])[0])
        if language:
            found[language].update(dict.fromkeys(mo_messages(data)))
    yield from ((language, list(values)) for language, values in found.items())


def mo_messages(data: bytes) -> Iterator[str]:
    """The messages of a .mo file (little-endian) that differ from what they translate."""
    if data[:4] != b"\xde\x12\x04\x95":
        return
    count, ids, values = struct.unpack_from("<3I", data, 8)
    for i in range(count):
        (id_size, id_at), (size, at) = (
            struct.unpack_from("<2I", data, table + 8 * i) for table in (ids, values)
        )
        value = data[at : at + size].decode("utf-8", "ignore")
        if id_size and value != data[id_at : id_at + id_size].decode("utf-8", "ignore"):
            yield from value.split("\0")


def fortunes(data: bytes, between: str) -> Iterator[str]:
    """Sayings with their lines joined, verse and dialogue line by line, authors by themselves.

    between: what lines are joined with, '' in a language without spaces.
    """
    plain = re.sub(r"\x1b\[[\d;]*m|.\x08", "", data.decode("utf-8", "ignore"))
    for saying in re.split(r"\n%+ *\n", plain.replace("\r", "")):
        if re.search(r"Debian|Linux|Osamu|\w\(\d\)|https?:", saying):
            continue
        rows: list[str] = []
        for line in [*saying.split("\n"), ""]:
            row = line.strip()
            begins = not row or line[:1] in " \t" or row[:2] in ("- ", "— ", "– ", "--")
            if rows and (begins or len(rows[-1]) < (20 if not between else 45)):
                yield between.join(rows)
                rows = []
            rows.append(row.removeprefix("-- "))


def book_paragraphs(data: bytes) -> list[str]:
    """The paragraphs of a Gutenberg text between its notices, without marks of emphasis."""
    book = data.decode("utf-8-sig", "ignore").replace("\r", "")
    book = re.split(r"\*\*\* ?END OF", re.split(r"\*\*\* ?START OF.*\n", book)[-1])[0]
    return re.split(r"\n\s*\n", re.sub("[_*]", "", book))
