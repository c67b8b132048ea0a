"""How the loops are compiled, and how they ask for memory some rows ahead, so that they need not wait for each row."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
from llvmlite import ir
from numba import config as numba_config
from numba import njit, types
from numba.extending import intrinsic

config: Any = numba_config
AHEAD = 16  # rows: so far ahead their lines are asked for; half as far what these point to
CACHE_LINE = 64  # bytes


def kept_in(sources: Path) -> Path:
    """The folder for the machine code of these sources, another one for any change of them.

    A loop holds the code of those that it calls, and numba looks for changes in the file of the loop alone.
    """
    digest = hashlib.sha256(b"".join(file.read_bytes() for file in sorted(sources.glob("*.py")))).hexdigest()
    if config.CACHE_DIR:
        folder = Path(config.CACHE_DIR)
    elif os.access(sources, os.W_OK):
        folder = sources / "__pycache__"
    else:
        folder = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "guildworks"
    return folder / f"compiled-{digest[:16]}"


MARK = kept_in(Path(__file__).parent) / "all-of-it"  # is there once every loop has been compiled


def _compiled(**options: Any) -> Callable[[Any], Any]:
    folder = str(kept_in(Path(__file__).parent))

    def decorated(function: Any) -> Any:
        before, config.CACHE_DIR = config.CACHE_DIR, folder
        try:
            return njit(cache=True, nogil=True, error_model="numpy", **options)(function)
        finally:
            config.CACHE_DIR = before

    return decorated


loop: Any = _compiled(boundscheck=False)
free_order: Any = _compiled(fastmath={"reassoc", "contract", "nsz"})


@intrinsic
def prefetch(typing: Any, address: Any) -> Any:
    """Ask for the 64 bytes at an address; goes on at once, and any address will do."""

    def call(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        number, pointer = ir.IntType(32), ir.IntType(8).as_pointer()
        told = ir.FunctionType(ir.VoidType(), [pointer, number, number, number])
        function = builder.module.declare_intrinsic("llvm.prefetch", [pointer], told)
        read, keep, data = number(0), number(3), number(1)
        builder.call(function, [builder.inttoptr(arguments[0], pointer), read, keep, data])
        return context.get_dummy_value()

    return types.void(types.uintp), call


@intrinsic
def ones_in(typing: Any, word: Any) -> Any:
    """How many bits of 64 are set."""

    def call(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        return builder.ctpop(arguments[0])

    return types.uint64(types.uint64), call


@intrinsic
def lowest_one(typing: Any, word: Any) -> Any:
    """Where the lowest set bit of 64 stands; 64 where none is set."""

    def call(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        return builder.cttz(arguments[0], ir.Constant(ir.IntType(1), 0))

    return types.uint64(types.uint64), call


@loop
def ask_for_line(place, rows, line):
    if place < len(rows):
        prefetch(line.ctypes.data + np.intp(rows[place]) * line.itemsize)


@loop
def how_far_ahead(rows):
    """How many rows ahead memory is asked for: none where they stand so close that the processor does it by itself."""
    is_far = len(rows) > 0 and np.int64(rows[-1]) - np.int64(rows[0]) > 8 * len(rows)
    return AHEAD if is_far else 2 * len(rows)
