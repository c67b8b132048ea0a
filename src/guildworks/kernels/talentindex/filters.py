"""Who fails what, compiled: by bits, by a narrow column, by lines, and by the hours of the weeks asked.

These loops take plain arrays; what they mean stands in `segment` and `asking`.
"""

from __future__ import annotations

import numpy as np

from guildworks.kernels.talentindex.compiled import (
    AHEAD,
    ask_for_line,
    how_far_ahead,
    loop,
    lowest_one,
    ones_in,
    prefetch,
)
from guildworks.kernels.talentindex.gaps import FAR
from guildworks.kernels.talentindex.rows import UNSAID

# Kinds of conditions, as `prepared` encodes them.
CONFIRMED, MARKED, WORKS_AT, LIVES, RATE = range(5)
NOTHING_FREE = -(1 << 20)  # where no hours are said at all
WEEKS_MOST = 106  # of one stretch: 104, and a week that is begun at either end
BLOCK = 256  # rows, whose lines are 16 kB
BITS_AT_ONCE = 4  # of a word: most have no more, and a loop that nobody can foretell the end of is slow


@loop
def set_bits(words, rows):
    """Set the bits of these rows."""
    for place in range(len(rows)):
        row = rows[place]
        words[row >> np.uint32(6)] |= np.uint64(1) << np.uint64(row & np.uint32(63))


@loop
def set_gaps(words, gaps):
    """Set the bits of the rows of one list of `gaps`."""
    at = -1
    for each in range(len(gaps)):
        at += gaps[each]
        if gaps[each] != FAR:
            words[at >> 6] |= np.uint64(1) << np.uint64(at & 63)


@loop
def narrowed(alive, wanted, bits, mark_rows):
    """The rows of `alive` that have each mark `wanted`, or one of those that stand for it; and how many these are.

    `wanted` are (which of them, place in `bits`, or -1: then the stretch of `mark_rows`), in their order.
    """
    found, either = alive.copy(), np.empty_like(alive)
    for each in range(len(wanted)):
        which, place, first, last = wanted[each]
        is_first = each == 0 or wanted[each - 1, 0] != which
        is_last = each + 1 == len(wanted) or wanted[each + 1, 0] != which
        if place >= 0 and is_first and is_last:
            for at in range(len(found)):
                found[at] &= bits[place, at]
            continue
        if is_first:
            either[:] = 0
        if place < 0:
            set_gaps(either, mark_rows[first:last])
        else:
            for at in range(len(found)):
                either[at] |= bits[place, at]
        if is_last:
            for at in range(len(found)):
                found[at] &= either[at]
    count = 0
    for at in range(len(found)):
        count += np.int64(ones_in(found[at]))
    return found, count


@loop
def rows_of(words, most):
    """The rows whose bits are set, ascending; there are at most so many."""
    found = np.empty(most + BITS_AT_ONCE, np.uint32)
    count = 0
    for at in range(len(words)):
        word, first, ones = words[at], np.uint64(64 * at), np.int64(ones_in(words[at]))
        for each in range(BITS_AT_ONCE):
            found[count + each] = first + lowest_one(word)
            word &= word - np.uint64(1)
        for each in range(BITS_AT_ONCE, ones):
            found[count + each] = first + lowest_one(word)
            word &= word - np.uint64(1)
        count += ones
    return found[:count]


@loop
def sieve(words, begin, most, quarters, allowed, town, narrow):
    """Of the rows whose bits are set, at most so many, those that the narrow column does not rule out; ascending.

    The first bit is that of row `begin`. `quarters` are the most asked in any week, `allowed` flags working patterns,
    and `town` -1: any.
    """
    found = rows_of(words, most)
    place = 0
    for each in range(len(found)):
        row = found[each] + np.uint32(begin)
        if each + 2 * AHEAD < len(found):
            prefetch(narrow.ctypes.data + np.intp(found[each + 2 * AHEAD] + begin) * narrow.itemsize)
        it = narrow[row]
        # Without branches, which nobody could foretell.
        found[place] = row
        place += (it.most >= quarters) & ((town < 0) | (it.town == town)) & allowed[it.pattern]
    return found[:place]


@loop
def _least_free(rows, first, last, at, line, hours):
    """The least quarter hours of each row that are free in one of these weeks; NOTHING_FREE where none are said."""
    found = np.empty(len(rows), np.int32)
    taken, own = np.empty(WEEKS_MOST, np.int64), np.empty(WEEKS_MOST, np.int64)
    ahead = how_far_ahead(rows)
    for place in range(len(rows)):
        ask_for_line(place + ahead, rows, line)
        if place + ahead // 2 < len(rows):
            prefetch(hours.ctypes.data + np.intp(line[rows[place + ahead // 2]].hours_at) * hours.itemsize)
        own_line = line[rows[place]]
        begin = np.int64(own_line.hours_at)
        end = begin + np.int64(own_line.hours)
        usual = NOTHING_FREE if own_line.capacity == UNSAID else np.int64(own_line.capacity)
        touching, one = 0, begin
        for each in range(begin, end):
            if hours[each].until > at and hours[each].week <= last and hours[each].week + hours[each].weeks > first:
                touching += 1
                one = each
        if touching == 0:
            found[place] = usual
        elif touching == 1:  # as nearly always
            only = hours[one]
            if not only.is_capacity:
                found[place] = usual - only.quarters if usual != NOTHING_FREE else usual
            elif usual == NOTHING_FREE or (only.week <= first and only.week + only.weeks > last):
                found[place] = only.quarters
            else:
                found[place] = min(np.int64(only.quarters), usual)
        else:
            count = last - first + 1
            taken[:count] = 0
            own[:count] = usual
            for each in range(begin, end):
                some = hours[each]
                if some.until > at:
                    start = max(some.week - first, 0)
                    stop = min(some.week + some.weeks - first, count)
                    for number in range(start, stop):
                        if some.is_capacity:
                            own[number] = some.quarters
                        else:
                            taken[number] += some.quarters
            least = 1 << 20
            for number in range(count):
                if own[number] != NOTHING_FREE:
                    least = min(least, own[number] - taken[number])
            found[place] = NOTHING_FREE if least == 1 << 20 else least
    return found


@loop
def least_free(rows, stretches, at, line, hours):
    """(stretches, n) the least quarter hours of each row that are free in a week of each stretch (first, last)."""
    least = np.empty((len(stretches), len(rows)), np.int32)
    for number in range(len(stretches)):
        least[number] = _least_free(rows, stretches[number, 0], stretches[number, 1], at, line, hours)
    return least


@loop
def _mark(fails, rows, condition, word_sets, allowed, line, rates):
    """Mark those of these rows that fail one condition. No branch depends on a row, since nobody could foretell it."""
    kind, bit, one, two = condition[0], np.uint64(condition[1]), condition[2], condition[3]
    count = len(rows)
    if kind == MARKED:
        words = word_sets[one]
        for place in range(count):
            row = rows[place]
            has = words[row >> np.uint32(6)] >> np.uint64(row & np.uint32(63)) & np.uint64(1)
            fails[place] |= (has ^ np.uint64(1)) << bit
    elif kind == CONFIRMED:
        for place in range(count):
            fails[place] |= np.uint64(line[rows[place]].confirmed <= one) << bit
    elif kind == WORKS_AT:
        for place in range(count):
            fails[place] |= np.uint64(not allowed[one, line[rows[place]].pattern]) << bit
    elif kind == LIVES:
        for place in range(count):
            it = line[rows[place]]
            lives = ((one == 0) | (it.city == np.uint64(one))) & ((two == 0) | (it.country == two))
            fails[place] |= np.uint64(not lives) << bit
    else:
        for place in range(count):
            if place + AHEAD < count:
                prefetch(rates.ctypes.data + np.intp(line[rows[place + AHEAD]].rates_at) * rates.itemsize)
            it = line[rows[place]]
            is_above = False
            for number in range(it.rates):
                rate = rates[it.rates_at + number]
                is_above |= (rate.currency == one) & (rate.minor > two)
            fails[place] |= np.uint64(is_above) << bit


@loop
def judge(rows, least, conditions, hours_asked, word_sets, allowed, line, rates):
    """Which conditions each row fails, as bits. `least` (stretches, n) holds the quarter hours that are free.

    `conditions` are (kind, bit, argument, argument), `hours_asked` (bit, stretch, quarters). Block after block, so that
    lines are at hand for the next condition too.
    """
    fails = np.zeros(len(rows), np.uint64)
    if len(conditions):
        for place in range(min(BLOCK, len(rows))):
            ask_for_line(place, rows, line)
        for first in range(0, len(rows), BLOCK):
            last = min(first + BLOCK, len(rows))
            for place in range(last, last + BLOCK):
                ask_for_line(place, rows, line)
            for each in range(len(conditions)):
                _mark(fails[first:last], rows[first:last], conditions[each], word_sets, allowed, line, rates)
    for each in range(len(hours_asked)):
        bit, stretch, quarters = np.uint64(hours_asked[each, 0]), hours_asked[each, 1], hours_asked[each, 2]
        for place in range(len(rows)):
            fails[place] |= np.uint64(least[stretch, place] < quarters) << bit
    return fails


@loop
def tally(fails, bits):
    """(3, bits) how many rows fail each condition, how many only it, and how many it first."""
    found = np.zeros((3, bits), np.int64)
    for place in range(len(fails)):
        failed = fails[place]
        if failed:
            first, left = lowest_one(failed), failed & (failed - np.uint64(1))
            found[0, first] += 1
            found[1, first] += left == 0
            found[2, first] += 1
            while left:
                found[0, lowest_one(left)] += 1
                left &= left - np.uint64(1)
    return found


@loop
def passing(words, begin, most, narrow, conditions, hours_asked, word_sets, allowed, stretches, at, columns):
    """The rows whose bits are set and that fail nothing, and (stretches, rows) what is free of each.

    It takes what `sieve` and `judge` take. What lines tell is asked first, hours of whom that leaves.
    """
    line, rates, hours = columns
    rows = sieve(words, begin, most, *narrow)
    if len(conditions):
        none = np.empty((0, len(rows)), np.int32)
        rows = rows[judge(rows, none, conditions, hours_asked[:0], word_sets, allowed, line, rates) == 0]
    least = least_free(rows, stretches, at, line, hours)
    fails = judge(rows, least, conditions[:0], hours_asked, word_sets, allowed, line, rates)
    free = np.flatnonzero(fails == 0)
    return rows[free], least[:, free]
