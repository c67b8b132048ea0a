"""Which server is asked, and with which key."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import typer

from guildworks.cli.options import UnwritablePath
from guildworks.client import Client
from guildworks.client.connection import require_address
from guildworks.platform.errors import BadInput


class NoKeyForServer(BadInput):
    """There is no API key for this server."""

    code = "no_key_for_server"


class ReadableKeys(BadInput):
    """The file of API keys can be read by others."""

    code = "api_keys_readable"


def connected(context: typer.Context) -> Client:
    """The server of `--server`, with the key for it. Raises NoKeyForServer, ReadableKeys or BadServerAddress."""
    address = server_of(context)
    return Client(address, _key_for(address))


def server_of(context: typer.Context) -> str:
    """The address of `--server`. Raises BadServerAddress."""
    return require_address(context.find_root().params["server"])


def keys_file() -> Path:
    """Where keys are kept: one line for each server, its address and a key."""
    return Path(os.environ.get("XDG_CONFIG_HOME") or Path.home() / ".config") / "guildworks" / "api-keys"


def keep_key(address: str, key: str) -> Path:
    """Keep the key of a server in place of the one before, for its owner's eyes alone.

    Raises ReadableKeys or UnwritablePath.
    """
    path = keys_file()
    others = [line for line in _lines(path) if line.split()[:1] != [address]]
    new = path.with_name(f"{path.name}.new")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        new.unlink(missing_ok=True)
        with os.fdopen(os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as file:
            file.writelines(f"{line}\n" for line in [*others, f"{address} {key}"])
        new.replace(path)
    except OSError as wrong:
        hint = "Set GUILDWORKS_API_KEY, or XDG_CONFIG_HOME to a folder of yours."
        raise UnwritablePath(f"{path} cannot be written: {wrong.strerror or wrong}", hint=hint) from wrong
    return path


def _key_for(address: str) -> str:
    if key := os.environ.get("GUILDWORKS_API_KEY", "").strip():
        return key
    for line in _lines(keys_file()):
        named, _, key = line.partition(" ")
        if named.rstrip("/") == address:
            return key.strip()
    hint = f"`guildworks --server {address} keep-key` keeps one; or set GUILDWORKS_API_KEY."
    raise NoKeyForServer(f"There is no API key for {address}", hint=hint)


def _lines(path: Path) -> list[str]:
    """The lines of the file, none where there is no file. Raises ReadableKeys where others than its owner read it."""
    try:
        with path.open(encoding="utf-8") as file:
            if os.fstat(file.fileno()).st_mode & (stat.S_IRWXG | stat.S_IRWXO):
                raise ReadableKeys(f"{path} can be read by others", hint=f"Do `chmod 600 {path}`, and make new keys.")
            return [line.strip() for line in file if line.strip() and not line.startswith("#")]
    except FileNotFoundError:
        return []
    except (OSError, UnicodeDecodeError) as wrong:
        hint = "Set GUILDWORKS_API_KEY, or mend the file."
        raise NoKeyForServer(f"{path} cannot be read: {wrong}", hint=hint) from wrong
