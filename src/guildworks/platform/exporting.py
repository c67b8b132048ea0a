"""All that is kept of a person, for themself: each domain registers, when the program starts, what it keeps.

So a domain below need not know who above it keeps something of its people. The archive is made at once, within its
bounds, and lies nowhere: no file waits on a machine for whoever finds it, and no worker must be there.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from io import BytesIO
from itertools import islice
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, ngettext

from guildworks.platform import clock
from guildworks.platform.actor import Ref
from guildworks.platform.dates import moment_text
from guildworks.platform.figures import figure
from guildworks.platform.limits import limit
from guildworks.platform.retention import all_kept

Row = Mapping[str, Any]  # values of JSON; times in ISO 8601
README = "README.txt"
HEAD = gettext_noop(
    """All that this installation of Guildworks keeps of you, as of %(moment)s UTC.

Each file is a list in JSON, the newest first. Beside what your own texts and the mails to you say, it holds ids of
other people and names of organisations, and nothing else of them. What you wrote for an organisation to which you do
not belong any more is with that organisation: here stand its id and day. Passwords, passkeys and second factors have a
secret, which is in no file. A mail may have a link that still works: keep the archive to yourself.
"""
)


@dataclass(frozen=True, slots=True)
class Share:
    """One file of the archive: its name without the ending, what it holds, and its rows, the newest first."""

    name: str
    about: str  # a message
    rows: Callable[[Ref], Iterable[Row]]
    page: str = ""  # the name of the page where they see and correct it
    kept: str = ""  # the name under which `retention` says for how long; else until they are erased
    stays: bool = False  # it is an organisation's, or of what only grows: erased, they are named in it no more


@dataclass(frozen=True, slots=True)
class KeptOfSomebody:
    """One file of the archive as its person sees it on a page: how many entries, counted up to a bound."""

    about: str
    count: int
    is_more: bool  # there are more than were counted
    page: str
    days: int | None  # for how long; None: until they are erased
    stays: bool


COUNTED_MOST = 100
_SHARES: dict[str, list[Share]] = {}


def register_export(kind: str, *shares: Share) -> None:
    """Have these files in the archive of each subject of this kind; call it in the domain's `AppConfig.ready`."""
    _SHARES.setdefault(kind, []).extend(shares)


def kept_of(*subjects: Ref) -> list[KeptOfSomebody]:
    """What is kept of somebody, by the files of their archive; of what there is nothing is left out."""
    days = {kept.name: kept.days for kept in all_kept()}
    found = []
    for subject, share in _shares_of(subjects):
        if count := sum(1 for _row in islice(share.rows(subject), COUNTED_MOST + 1)):
            known, about = min(count, COUNTED_MOST), _(share.about)
            one = KeptOfSomebody(about, known, count > known, share.page, days.get(share.kept), share.stays)
            found.append(one)
    return found


def archive_of(*subjects: Ref) -> bytes:
    """A zip of what all domains keep of somebody, and a text that explains each file.

    At most `export_rows` rows a file and `export_bytes` together; where something is cut, the text says so.
    """
    archive, told = BytesIO(), [_(HEAD) % {"moment": moment_text(clock.now())}]
    left = limit("export_bytes")
    with ZipFile(archive, "w", ZIP_DEFLATED) as files:
        for subject, share in _shares_of(subjects):
            rows, is_whole = _fitting(share.rows(subject), left)
            files.writestr(f"{share.name}.json", f"[{','.join(rows)}\n]\n")
            told.append(_said(share, len(rows), is_whole=is_whole))
            left -= sum(map(len, rows))
        files.writestr(README, "\n".join(told))
    return archive.getvalue()


def _shares_of(subjects: Iterable[Ref]) -> Iterator[tuple[Ref, Share]]:
    return ((subject, share) for subject in subjects for share in _SHARES.get(subject.kind, ()))


def _fitting(rows: Iterable[Row], left: int) -> tuple[Sequence[str], bool]:
    """The first rows as JSON that the bounds let in, and whether they are all."""
    most = limit("export_rows")
    fitting: list[str] = []
    for row in islice(rows, most + 1):
        written = f"\n{json.dumps(row, ensure_ascii=False)}"
        left -= len(written)
        if left < 0 or len(fitting) == most:
            return fitting, False
        fitting.append(written)
    return fitting, True


def _said(share: Share, rows: int, *, is_whole: bool) -> str:
    said = [_(share.about), ngettext("%(count)s entry.", "%(count)s entries.", rows) % {"count": figure(rows)}]
    if not is_whole:
        said.append(_("There are more, older ones: the operator of this site can give them to you."))
    return f"{share.name}.json: {' '.join(said)}\n"
