"""Where personal words may stand, and that erasing them leaves none behind."""

from __future__ import annotations

import json

import pytest

from guildworks.accounts.queries import local_operator, operator_organisation
from guildworks.kernels.text.profile import JobDraft, ProfileDraft
from guildworks.matching.actions import match_brief
from guildworks.matching.spent import Spent
from guildworks.platform import events
from guildworks.platform.models import Event
from guildworks.platform.money import Money
from guildworks.talent.actions import (
    ProfileChange,
    edit_engineer,
    import_engineers,
    list_engineers,
    unlist_engineers,
)
from guildworks.talent.reading import read_profile
from tests.cast import tables_that_hold

FILE = "rosa-lind-confidential-cv.txt"
RESUME = b"Rosa Lind\nBerlin, Germany\n\nSkills\nPython, PyTorch\n"

pytestmark = pytest.mark.django_db


def imported(name: str = FILE):
    draft = read_profile(RESUME, name=name)
    (engineer,) = import_engineers(local_operator(), [draft], source="file", files=[name])
    return engineer


def test_the_name_of_a_file_stands_in_the_erasable_detail_alone_and_goes_with_it():
    engineer = imported()
    assert tables_that_hold("confidential-cv") == ["platform_eventdetail"]
    event = Event.objects.get(subject_id=engineer.id, name="engineer.imported")
    assert events.erase_detail(event.id)
    assert tables_that_hold("confidential-cv") == []
    assert list(events.broken_links(engineer.chain)) == []


@pytest.mark.parametrize(
    "name", ["../../../etc/cron.d/evil", "/etc/passwd", "..\\..\\evil.txt", "a\nb.txt", "'; DROP TABLE x; --.txt"]
)
def test_the_name_of_a_file_leads_nowhere(name, tmp_path, monkeypatch):
    """Nothing is written under it, whatever it says; the file itself is not kept."""
    monkeypatch.chdir(tmp_path)
    imported(name)
    assert list(tmp_path.iterdir()) == []
    assert tables_that_hold("DROP TABLE") in ([], ["platform_eventdetail"])


def test_a_file_is_not_kept():
    draft = ProfileDraft(name="Rosa", jobs=(JobDraft("Engineer", text="kept words"),), unread=("unread words",))
    import_engineers(local_operator(), [draft], source="file", files=[FILE])
    assert tables_that_hold("kept words") == ["talent_job"]
    assert tables_that_hold("unread words") == []


def test_events_hold_no_words_of_anybody():
    actor = local_operator()
    engineer = imported()
    change = ProfileChange(public_name="Xaverine", headline="Quixotic", city="Zyzzyx", rates=[Money(91, "EUR")])
    edit_engineer(actor, engineer, change=change)
    list_engineers(actor, [engineer])
    match_brief(actor, operator_organisation(), text="Zebrafish need Python.", top=3, spent=Spent())
    unlist_engineers(actor, [engineer])
    names = set(Event.objects.values_list("name", flat=True))
    assert names >= {
        "engineer.imported", "engineer.edited", "engineer.listed", "engineer.unlisted", "brief.written",
        "shortlist.made",
    }  # fmt: skip
    for word in ("Rosa", "Xaverine", "Quixotic", "Zyzzyx", "Zebrafish", "confidential"):
        assert "platform_event" not in tables_that_hold(word)


def test_a_fact_can_only_be_what_was_declared():
    for kind in events.DECLARED.values():
        for wanted in kind.facts.values():
            assert wanted in (int, float, bool) or isinstance(wanted, tuple) or wanted.__name__ in ("UUID", "date")
    edited = events.DECLARED["engineer.imported"]
    with pytest.raises(ValueError, match="is one of"):
        edited.checked({"claims": 1, "jobs": 1, "source": "words of a person"})
    with pytest.raises(ValueError, match="has the facts"):
        edited.checked({"claims": 1, "jobs": 1, "source": "file", "note": "words"})


def test_what_the_log_keeps_of_a_detail_cannot_be_guessed_back():
    """The same words twice give two hashes: each has a salt of its own, which is erased with them."""
    one, other = imported(), imported()
    hashes = {bytes(event.detail_hash) for event in Event.objects.filter(subject_id__in=[one.id, other.id])}
    assert len(hashes) == 2
    salts = set(map(bytes, events.EventDetail.objects.values_list("salt", flat=True)))
    assert len(salts) == 2
    assert all(len(salt) == 16 for salt in salts)
    assert json.dumps({"file": FILE}).encode() not in b"".join(hashes)
