"""Text that was once decoded with the wrong table: "NaÃ¯ve" is "Naïve" whose UTF-8 was read as Western European."""

from __future__ import annotations

import re

# A lead byte of UTF-8 and bytes that follow one, as cp1252 or latin-1 show them. Such runs do not occur in real words.
_FOLLOWING = "[\x80-\xbf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]"
_RUN = re.compile(f"(?:[Â-ß]{_FOLLOWING}|[à-ï]{_FOLLOWING}{{2}}|[ð-ô]{_FOLLOWING}{{3}})+")


def repair_mojibake(text: str) -> str:
    """`text` with each run that is UTF-8 read in the wrong table put right; everything else stays as it is."""
    return _RUN.sub(lambda found: _repaired(found.group()), text)


def _repaired(run: str) -> str:
    # A character that cp1252 has no byte for was shown as latin-1 has it.
    try:
        encoded = b"".join(char.encode("cp1252") if ord(char) > 0xFF else char.encode("latin-1") for char in run)
        return encoded.decode("utf-8")
    except UnicodeError:
        return run
