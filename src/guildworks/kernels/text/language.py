"""Which language a text is written in."""

from __future__ import annotations

import re
from functools import cache

from py3langid.langid import MODEL_FILE, LanguageIdentifier

NAMES = {
    "ar": "Arabic",
    "bg": "Bulgarian",
    "bn": "Bengali",
    "ca": "Catalan",
    "cs": "Czech",
    "da": "Danish",
    "de": "German",
    "el": "Greek",
    "en": "English",
    "es": "Spanish",
    "et": "Estonian",
    "fa": "Persian",
    "fi": "Finnish",
    "fr": "French",
    "he": "Hebrew",
    "hi": "Hindi",
    "hr": "Croatian",
    "hu": "Hungarian",
    "id": "Indonesian",
    "it": "Italian",
    "ja": "Japanese",
    "ko": "Korean",
    "lt": "Lithuanian",
    "lv": "Latvian",
    "ms": "Malay",
    "nb": "Norwegian",
    "nl": "Dutch",
    "nn": "Norwegian",
    "no": "Norwegian",
    "pl": "Polish",
    "pt": "Portuguese",
    "ro": "Romanian",
    "ru": "Russian",
    "sk": "Slovak",
    "sl": "Slovenian",
    "sr": "Serbian",
    "sv": "Swedish",
    "ta": "Tamil",
    "th": "Thai",
    "tl": "Tagalog",
    "tr": "Turkish",
    "uk": "Ukrainian",
    "ur": "Urdu",
    "vi": "Vietnamese",
    "zh": "Chinese",
}
# Words that no English sentence goes without, and that few other languages share.
_ENGLISH = frozenset(
    {
        "the",
        "and",
        "with",
        "that",
        "this",
        "you",
        "your",
        "our",
        "are",
        "who",
        "would",
        "should",
        "have",
        "been",
        "from",
        "which",
        "what",
        "its",
        "their",
        "they",
        "can",
        "need",
        "needs",
        "want",
        "looking",
        "work",
        "working",
        "experience",
        "on",
        "to",
        "it",
        "or",
        "all",
    }
)
_WORD = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)?")
_SAMPLE = 6_000  # characters that are enough to tell a language
_ENGLISH_SHARE = 0.1
_SURE = 0.9
_FEW_WORDS = 6
_LATIN_END = "\u0250"  # the letters of Western, Central and Northern Europe and of Turkish stand before it


def language_of(text: str) -> str | None:
    """The ISO 639-1 code of the language of `text`; None where it has no words at all.

    Names of skills pull towards other languages ("Python, PyTorch, AWS" looks German): take them out before. Very short
    or list-like texts in Latin letters count as English unless another language is certain.
    """
    sample = text[:_SAMPLE]
    words = [word.casefold() for word in _WORD.findall(sample)]
    if not words:
        return None
    english = sum(word in _ENGLISH for word in words) / len(words)
    if english >= _ENGLISH_SHARE:
        return "en"
    code, probability = _identifier().classify(" ".join(words))
    is_doubtful = probability < _SURE or english >= _ENGLISH_SHARE / 3
    is_short = sample.isascii() and len(words) < _FEW_WORDS
    return "en" if code == "en" or (_is_latin(sample) and (is_doubtful or is_short)) else str(code)


def _is_latin(text: str) -> bool:
    return all(char < _LATIN_END for char in text if char.isalpha())


def language_name(code: str) -> str:
    """The English name of a language; its code in capitals where the name is not known."""
    return NAMES.get(code, code.upper())


@cache
def _identifier() -> LanguageIdentifier:
    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
