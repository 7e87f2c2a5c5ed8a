"""Legacy encodings: in which languages are written, and how likely each is in a mix-up.

Bits are of disbelief, before any evidence: 0 is the most common. They stand for how many files
are met that were written in an encoding, and how often software takes bytes for another.
"""

from __future__ import annotations

WRITTEN_BITS: dict[str, float] = {
    "windows-1252": 0.0,
    "mac-roman": 3.0,
    "cp437": 4.0,
    "cp850": 3.0,
    "windows-1250": 1.0,
    "iso-8859-2": 2.0,
    "cp852": 4.0,
    "windows-1251": 0.0,
    "koi8-r": 3.0,
    "koi8-u": 6.0,
    "cp866": 4.0,
    "iso-8859-5": 6.0,
    "mac-cyrillic": 6.0,
    "cp855": 8.0,
    "windows-1253": 1.0,
    "iso-8859-7": 2.0,
    "cp737": 5.0,
    "windows-1255": 1.0,
    "iso-8859-8": 4.0,
    "cp862": 5.0,
    "windows-1256": 1.0,
    "iso-8859-6": 4.0,
    "windows-874": 1.0,
    "windows-1254": 3.0,
    "cp857": 6.0,
    "windows-1257": 3.0,
    "cp775": 7.0,
    "windows-1258": 6.0,
    "iso-8859-15": 4.0,
    "iso-8859-9": 4.0,
    "iso-8859-13": 5.0,
    "iso-8859-4": 8.0,
    "gbk": 1.0,
    "gb18030": 4.0,
    "big5": 2.0,
    "cp950": 4.0,
    "cp932": 1.0,
    "shift_jis": 1.5,
    "euc_jp": 3.0,
    "euc_kr": 1.0,
    "cp949": 2.0,
}
"""The encodings that text is written in."""

MULTI_BYTE = ("gbk", "gb18030", "big5", "cp950", "cp932", "shift_jis", "euc_jp", "euc_kr", "cp949")
"""Those whose characters beyond ASCII are two bytes or more."""

OFTEN_TORN = ("cp932", "shift_jis")
"""Those of them that use most of the bytes 80 to 9F, which many code pages leave undefined."""

READ_BITS: dict[str, float] = {
    "windows-1252": 0.0,
    "iso-8859-1": 1.0,
    "windows-1250": 3.0,
    "windows-1251": 3.0,
    "mac-roman": 3.0,
    "cp437": 4.0,
    "cp850": 4.0,
    "windows-1253": 4.0,
    "windows-1254": 3.0,
    "windows-1257": 5.0,
    "iso-8859-2": 5.0,
    "iso-8859-15": 5.0,
    "cp866": 4.0,
    "koi8-r": 4.0,
    "cp852": 6.0,
    "iso-8859-7": 6.0,
    "mac-cyrillic": 6.0,
    "iso-8859-5": 6.0,
    "koi8-u": 7.0,
    "windows-1255": 7.0,
    "windows-1256": 7.0,
}
"""The code pages that text is read in."""

_CYRILLIC = ("windows-1251", "koi8-r", "cp866", "iso-8859-5", "mac-cyrillic", "cp855")
_WESTERN = ("windows-1252", "mac-roman", "cp850", "cp437", "iso-8859-15")
_CENTRAL = ("windows-1250", "iso-8859-2", "cp852")
_BALTIC = ("windows-1257", "iso-8859-13", "iso-8859-4", "cp775")
_TURKISH = ("windows-1254", "iso-8859-9", "cp857")
_ARABIC = ("windows-1256", "iso-8859-6")

LANGUAGES: dict[str, tuple[str, ...]] = {
    **dict.fromkeys(("ru", "bg", "mk", "sr", "mn", "kk", "tg", "ab"), _CYRILLIC),
    **dict.fromkeys(("uk", "be"), (*_CYRILLIC, "koi8-u")),
    **dict.fromkeys(
        (
            *("af", "an", "ast", "br", "ca", "cy", "da", "de", "en", "es", "eu", "fi", "fil", "fo"),
            *("fr", "fur", "ga", "gd", "gl", "id", "is", "it", "ms", "nb", "nds", "nl", "nn", "oc"),
            *("pt", "sq", "sv", "sw", "xh"),
        ),
        _WESTERN,
    ),
    **dict.fromkeys(("bs", "cs", "hr", "hu", "pl", "ro", "sk", "sl", "sr-Latn"), _CENTRAL),
    **dict.fromkeys(("et", "lt", "lv"), _BALTIC),
    **dict.fromkeys(("tr", "az", "uz"), _TURKISH),
    **dict.fromkeys(("ar", "fa", "ug", "ur"), _ARABIC),
    **dict.fromkeys(("eo", "mt"), ()),
    "el": ("windows-1253", "iso-8859-7", "cp737"),
    "he": ("windows-1255", "iso-8859-8", "cp862"),
    "th": ("windows-874",),
    "vi": ("windows-1258",),
    "ja": ("cp932", "shift_jis", "euc_jp"),
    "ko": ("euc_kr", "cp949"),
    "zh-Hans": ("gbk", "gb18030"),
    "zh-Hant": ("big5", "cp950"),
    # Written in no encoding of these.
    **dict.fromkeys(("hy", "ka", "hi", "mr", "ne", "as", "bn", "ta", "te", "kn", "ml"), ()),
    **dict.fromkeys(("gu", "pa", "or", "si", "km", "my"), ()),
}
"""The encodings that each language has been written in, by its BCP 47 code."""

LATIN = frozenset((*_WESTERN, *_CENTRAL, *_BALTIC, *_TURKISH, "windows-1258"))
"""The encodings of text in Latin script."""
