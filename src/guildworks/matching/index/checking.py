"""Whether the index says what the database says."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import connection, transaction

from guildworks.availability.load import monday_of
from guildworks.kernels.talentindex import delta
from guildworks.kernels.talentindex.generation import DamagedGeneration, generations, open_generation
from guildworks.kernels.talentindex.index import TalentIndex
from guildworks.kernels.talentindex.rows import Rows, microseconds, week_number
from guildworks.matching.index.building import Progress
from guildworks.matching.index.files import database_identity, index_folder
from guildworks.matching.index.rows import everybody, moved_since
from guildworks.platform import clock

SHOWN = 10  # problems of one kind that are named


@dataclass(frozen=True, slots=True)
class Verified:
    """What a comparison found."""

    engineers: int
    problems: tuple[str, ...]

    @property
    def holds(self) -> bool:
        """Whether nothing was found."""
        return not self.problems


def verify(progress: Progress = lambda done: None) -> Verified:
    """Compare checksums of all files, and every row of the newest generation with the database, in one snapshot.

    Engineers with changes that a feeder has not written yet are left out of the comparison.
    """
    problems = list(_damaged())
    folders = list(generations(index_folder()))
    if problems or not folders:
        return Verified(0, tuple(problems or ["There is no index"]))
    index = TalentIndex(open_generation(folders[0]))
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        state = index.catch_up()
        waiting = moved_since(connection.connection, state)
        now = clock.now()
        at, week = microseconds(now), week_number(monday_of(now.date()))
        count, different = 0, []
        for packed in everybody(connection.connection):
            count += len(packed)
            different += [one for one in state.differing(Rows.of(packed), at=at, week=week) if one not in waiting]
            progress(count)
    if count != len(state) and not waiting:
        problems.append(f"{len(state):,} engineers are in the index, {count:,} in the database")
    problems += [f"Engineer {one} is not in the index as in the database" for one in different[:SHOWN]]
    return Verified(count, tuple(problems))


def _damaged() -> list[str]:
    found = []
    for folder in generations(index_folder()):
        try:
            generation = open_generation(folder)
        except DamagedGeneration as wrong:
            found.append(str(wrong))
            continue
        if generation.source["database"] != database_identity():
            found.append(f"{folder.name} was made from another database")
        if delta.read(TalentIndex(generation).delta, position=0).rest == "damaged":
            found.append(f"the delta of {folder.name} was changed")
    return found
