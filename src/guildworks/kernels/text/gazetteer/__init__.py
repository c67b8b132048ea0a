"""Finding the skills of a graph in a text, and taking them out of one."""

from guildworks.kernels.text.gazetteer.finder import Gazetteer, Mention
from guildworks.kernels.text.gazetteer.sentences import sentences

__all__ = ["Gazetteer", "Mention", "sentences"]
