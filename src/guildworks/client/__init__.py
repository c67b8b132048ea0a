"""A Guildworks server from Python, by its interface for programs. It needs Python's own library and nothing else.

`Client(address, key)` has a method for each request (docs/api.md shows it at work); what it cannot do, it raises.
"""

from guildworks.client.errors import BadServerAddress, Refused, StrangeAnswer, Unreachable
from guildworks.client.operations import Operations as Client

__all__ = ["BadServerAddress", "Client", "Refused", "StrangeAnswer", "Unreachable"]
