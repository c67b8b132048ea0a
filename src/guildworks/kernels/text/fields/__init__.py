"""Grammars for everything in a brief that is not a skill: each takes the text and gives a FieldReading."""

from guildworks.kernels.text.fields.arithmetic import contradictions
from guildworks.kernels.text.fields.durations import read_duration
from guildworks.kernels.text.fields.hours import read_hours
from guildworks.kernels.text.fields.languages import read_languages
from guildworks.kernels.text.fields.money import read_budget
from guildworks.kernels.text.fields.phase_lengths import with_phases
from guildworks.kernels.text.fields.places import Places
from guildworks.kernels.text.fields.presence import read_place
from guildworks.kernels.text.fields.reading import FieldReading
from guildworks.kernels.text.fields.seniority import read_seniority
from guildworks.kernels.text.fields.starts import read_starts
from guildworks.kernels.text.fields.zones import read_overlap

__all__ = [
    "FieldReading",
    "Places",
    "contradictions",
    "read_budget",
    "read_duration",
    "read_hours",
    "read_languages",
    "read_overlap",
    "read_place",
    "read_seniority",
    "read_starts",
    "with_phases",
]
