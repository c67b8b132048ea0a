"""What people write, as it is kept and as it is shown: plain text, in which addresses lead somewhere."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from guildworks.platform.errors import BadInput
from guildworks.platform.figures import figure
from guildworks.platform.limits import limit

# They turn the direction of what follows, on the whole page if nobody ends them.
TURNS_AROUND = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_ADDRESS = re.compile(r"https?://[^\W_][^\s<>\"'`]{0,2000}", re.IGNORECASE)
_ENDS_A_SENTENCE = ".,;:!?…»”"
_PAIRS = {")": "(", "]": "[", "}": "{"}


class BadComment(BadInput):
    """This cannot be said in this way."""

    code = "bad_comment"


def readable_comment(text: str, *, may_be_empty: bool = False) -> str:
    """A comment as it is kept: line breaks are one character, nothing around it. Raises BadComment."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").strip()
    most = limit("comment_characters")
    if len(text) > most:
        raise _too_long(text, most)
    if wrong := next((each for each in text if _is_unreadable(each)), None):
        message = _("This holds a character that nobody can read, %(code)s") % {"code": f"U+{ord(wrong):04X}"}
        raise BadComment(message, hint=_("Write it as plain text; what was pasted may hold more than one sees."))
    if not any(_is_seen(each) for each in text):
        text = ""
    if not text and not may_be_empty:
        raise BadComment(_("There is nothing in it yet"), hint=_("Write what you think, then send it."))
    return text


def _too_long(text: str, most: int) -> BadComment:
    message = ngettext(
        "A comment has at most %(most)s character, this one has %(count)s",
        "A comment has at most %(most)s characters, this one has %(count)s",
        most,
    )
    figures = {"most": figure(most), "count": figure(len(text))}
    return BadComment(message % figures, hint=_("Say the part that matters here, and link to the rest."))


def _is_unreadable(character: str) -> bool:
    is_control = unicodedata.category(character) in ("Cc", "Cs", "Co") and character not in "\n\t"
    return is_control or character in TURNS_AROUND


def _is_seen(character: str) -> bool:
    return unicodedata.category(character)[0] not in "ZC"


def linked(text: str) -> SafeString:
    """The text with each web address in it as a link that says nothing about us and vouches for nothing."""
    return format_html_join("", "{}", ((piece,) for piece in _pieces(text)))


def _pieces(text: str) -> Iterator[str]:
    end = 0
    for found in _ADDRESS.finditer(text):
        address = _without_ending(found[0])
        yield text[end : found.start()]
        yield format_html('<a href="{}" rel="nofollow noopener ugc">{}</a>', address, address)
        end = found.start() + len(address)
    yield text[end:]


def _without_ending(address: str) -> str:
    """Without what belongs to the sentence around it, such as its full stop or the bracket that it stands in."""
    while address[-1] in _ENDS_A_SENTENCE or (
        address[-1] in _PAIRS and address.count(address[-1]) > address.count(_PAIRS[address[-1]])
    ):
        address = address[:-1]
    return address
