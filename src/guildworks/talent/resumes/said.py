"""What the reader of resumes warns of, in the language and for the page of whoever sent one."""

from __future__ import annotations

import re

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from guildworks.kernels.text.language import language_name
from guildworks.kernels.text.profile import ProfileDraft

_HIDDEN = re.compile(r"([\d,]+) characters? that the file holds but does not show")
_CUT = re.compile(r"Only the first ([\d,]+) characters")
_SKILLS_CUT = re.compile(r"([\d,]+) skills were read; the first ([\d,]+) are kept")


def warnings_said(draft: ProfileDraft) -> list[str]:
    """What somebody should look at before they save."""
    said = []
    if draft.language != "en":
        message = _(
            "This resume seems to be written in %(language)s; only English is read well. Check everything, or send an "
            "English version."
        )
        said.append(message % {"language": _(language_name(draft.language))})
    if not draft.claims:
        said.append(_("No skill that is known here was found. Add those that you have at the end of the skills."))
    return [*said, *(text for warning in draft.warnings if (text := _of_file(warning)))]


def _of_file(warning: str) -> str:
    if found := _HIDDEN.match(warning):
        count = int(found[1].replace(",", ""))
        message = ngettext(
            "%(count)s character that the file holds but does not show was left out.",
            "%(count)s characters that the file holds but does not show were left out.",
            count,
        )
        return message % {"count": found[1]}
    if found := _CUT.match(warning):
        return _("Only the first %(count)s characters were read.") % {"count": found[1]}
    if found := _SKILLS_CUT.match(warning):
        return _("%(count)s skills were read; the first %(most)s stand here.") % {"count": found[1], "most": found[2]}
    return ""
