"""Which language a text is written in."""

from __future__ import annotations

import re
from functools import cache

from py3langid.langid import MODEL_FILE, LanguageIdentifier

NAMES = {
    "af": "Afrikaans",
    "am": "Amharic",
    "an": "Aragonese",
    "ar": "Arabic",
    "as": "Assamese",
    "az": "Azerbaijani",
    "be": "Belarusian",
    "bg": "Bulgarian",
    "bn": "Bengali",
    "br": "Breton",
    "bs": "Bosnian",
    "ca": "Catalan",
    "cs": "Czech",
    "cy": "Welsh",
    "da": "Danish",
    "de": "German",
    "el": "Greek",
    "en": "English",
    "eo": "Esperanto",
    "es": "Spanish",
    "et": "Estonian",
    "eu": "Basque",
    "fa": "Persian",
    "fi": "Finnish",
    "fo": "Faroese",
    "fr": "French",
    "fy": "Frisian",
    "ga": "Irish",
    "gd": "Scottish Gaelic",
    "gl": "Galician",
    "gu": "Gujarati",
    "ha": "Hausa",
    "he": "Hebrew",
    "hi": "Hindi",
    "hr": "Croatian",
    "ht": "Haitian Creole",
    "hu": "Hungarian",
    "hy": "Armenian",
    "id": "Indonesian",
    "ig": "Igbo",
    "is": "Icelandic",
    "it": "Italian",
    "ja": "Japanese",
    "jv": "Javanese",
    "ka": "Georgian",
    "kk": "Kazakh",
    "km": "Khmer",
    "kn": "Kannada",
    "ko": "Korean",
    "ku": "Kurdish",
    "ky": "Kyrgyz",
    "la": "Latin",
    "lb": "Luxembourgish",
    "lo": "Lao",
    "lt": "Lithuanian",
    "lv": "Latvian",
    "mg": "Malagasy",
    "mi": "Māori",
    "mk": "Macedonian",
    "ml": "Malayalam",
    "mn": "Mongolian",
    "mr": "Marathi",
    "ms": "Malay",
    "mt": "Maltese",
    "my": "Burmese",
    "nb": "Norwegian",
    "ne": "Nepali",
    "nl": "Dutch",
    "nn": "Norwegian",
    "no": "Norwegian",
    "oc": "Occitan",
    "pa": "Punjabi",
    "pl": "Polish",
    "ps": "Pashto",
    "pt": "Portuguese",
    "qu": "Quechua",
    "ro": "Romanian",
    "ru": "Russian",
    "rw": "Kinyarwanda",
    "si": "Sinhala",
    "sk": "Slovak",
    "sl": "Slovenian",
    "sm": "Samoan",
    "so": "Somali",
    "sq": "Albanian",
    "sr": "Serbian",
    "sv": "Swedish",
    "sw": "Swahili",
    "ta": "Tamil",
    "te": "Telugu",
    "tg": "Tajik",
    "th": "Thai",
    "tk": "Turkmen",
    "tl": "Tagalog",
    "tr": "Turkish",
    "tt": "Tatar",
    "ug": "Uyghur",
    "uk": "Ukrainian",
    "ur": "Urdu",
    "uz": "Uzbek",
    "vi": "Vietnamese",
    "xh": "Xhosa",
    "yo": "Yoruba",
    "zh": "Chinese",
    "zu": "Zulu",
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
    return "en" if code == "en" or (is_latin(sample) and (is_doubtful or is_short)) else str(code)


def is_latin(text: str) -> bool:
    """Whether all its letters are Latin ones of Europe."""
    return all(char < _LATIN_END for char in text if char.isalpha())


def language_name(code: str) -> str:
    """The English name of a language, and in words that it is not known; never its bare code."""
    return NAMES.get(code, "a language that we do not know")


@cache
def _identifier() -> LanguageIdentifier:
    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
