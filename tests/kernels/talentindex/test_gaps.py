"""Ascending numbers as gaps: the same numbers, however far apart they lie and however often they come."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from guildworks.kernels.talentindex.filters import set_gaps
from guildworks.kernels.talentindex.gaps import FAR, gaps_of, numbers_of

NUMBERS = st.integers(0, 2000) | st.sampled_from([0, FAR - 2, FAR - 1, FAR, 2 * FAR - 1, 2 * FAR])
LISTS = st.lists(st.lists(NUMBERS, max_size=20).map(sorted), max_size=6)


@given(LISTS)
def test_lists_come_back_as_they_were(lists):
    lists_from = np.append(0, np.cumsum([len(each) for each in lists], dtype=np.int64))
    gaps, gaps_from = gaps_of(np.array([number for each in lists for number in each], np.int32), lists_from)
    assert gaps_from[-1] == len(gaps)
    for each, (first, last) in zip(lists, pairwise(gaps_from.tolist()), strict=True):
        assert numbers_of(gaps[first:last]).tolist() == each
        words = np.zeros(40, np.uint64)
        set_gaps(words, gaps[first:last])
        assert np.flatnonzero(np.unpackbits(words.view(np.uint8), bitorder="little")).tolist() == sorted(set(each))


def test_numbers_that_lie_close_take_a_byte_each():
    gaps, _ = gaps_of(np.arange(0, 20_000, 200, dtype=np.int32), np.array([0, 100]))
    assert len(gaps) == 100
