"""Guildworks: an open-source, self-hosted talent platform for AI engineers."""

__version__ = "0.1.0"
