"""The hot loops, compiled: which engineers fail what, and how high a score can be at most.

They take plain arrays; what they mean stands in `segment` and `asking`. `bounds` may round as it likes: it only has to
be at least the score, and is given `MARGIN` for that. `estimates` and `shared_terms` give the very bits that
`records.estimate` and `lexical.score_packed` give: they add and multiply in the same order, without liberties.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from numba import njit, types

from guildworks.kernels.talentindex.ahead import prefetch
from guildworks.kernels.talentindex.records import CLAIM, DAYS_IN_A_YEAR
from guildworks.kernels.talentindex.rows import TERM_BYTES, UNSAID

# Kinds of conditions, as `asking.Conditions` encodes them.
CONFIRMED, MARKED, WORKS_AT, LIVES, RATE = range(5)
NOTHING_FREE = -(1 << 20)  # where no hours are said at all
WEEKS_MOST = 106  # of one stretch: 104, and a week that is begun at either end
MARGIN = 1e-5  # the parts' own rounding, and that of the loops
AHEAD = 16  # rows: so far ahead their lines are asked for; half as far what these point to
CACHE_LINE = 64  # bytes

loop: Any = njit(cache=True, nogil=True, error_model="numpy", boundscheck=False)
free_order: Any = njit(cache=True, nogil=True, error_model="numpy", fastmath={"reassoc", "contract", "nsz"})


# One bit times this number has another six highest bits for each place of the bit (Leiserson, Prokop and Randall, Using
# de Bruijn sequences to index a 1 in a computer word, 1998).
_DE_BRUIJN = np.uint64(0x03F79D71B4CB0A89)
_BIT_AT = np.zeros(64, np.int64)
for _bit in range(64):
    _BIT_AT[((0x03F79D71B4CB0A89 << _bit) & (1 << 64) - 1) >> 58] = _bit


pread: Any = types.ExternalFunction("pread", types.int64(types.int32, types.intp, types.intp, types.int64))


@loop
def set_bits(words, rows):
    """Set the bits of these rows."""
    for place in range(len(rows)):
        row = rows[place]
        words[row >> np.uint32(6)] |= np.uint64(1) << np.uint64(row & np.uint32(63))


@loop
def rows_of(words, count):
    """The first `count` rows whose bits are set, ascending."""
    found = np.empty(count, np.uint32)
    place = 0
    for at in range(len(words)):
        word = words[at]
        while word and place < count:
            low = word & (~word + np.uint64(1))
            found[place] = at * 64 + _BIT_AT[(low * _DE_BRUIJN) >> np.uint64(58)]
            place += 1
            word ^= low
    return found[:place]


@loop
def _ask_for_line(place, rows, line):
    if place < len(rows):
        prefetch(line.ctypes.data + np.intp(rows[place]) * line.itemsize)


@loop
def _ahead(rows):
    """How many rows ahead memory is asked for: none where they stand so close that the processor does it by itself."""
    is_far = len(rows) > 0 and np.int64(rows[-1]) - np.int64(rows[0]) > 8 * len(rows)
    return AHEAD if is_far else 2 * len(rows)


@loop
def sieve(words, begin, count, quarters, allowed, town, most, pattern, towns):
    """Of the rows whose bits are set, at most `count`, those that the narrow columns do not rule out; ascending.

    The first bit is that of row `begin`. `quarters` are the most asked in any week, `allowed` flags working patterns,
    none: any, and `town` -1: any.
    """
    found = np.empty(count, np.uint32)
    place = 0
    for at in range(len(words)):
        word = words[at]
        while word:
            low = word & (~word + np.uint64(1))
            row = begin + at * 64 + _BIT_AT[(low * _DE_BRUIJN) >> np.uint64(58)]
            word ^= low
            if most[row] < quarters or (town >= 0 and towns[row] != town):
                continue
            if len(allowed) and not allowed[pattern[row]]:
                continue
            found[place] = row
            place += 1
    return found[:place]


@loop
def least_free(rows, first, last, at, line, hours):
    """The least quarter hours of each row that are free in one of these weeks; NOTHING_FREE where none are said."""
    found = np.empty(len(rows), np.int32)
    taken, own = np.empty(WEEKS_MOST, np.int64), np.empty(WEEKS_MOST, np.int64)
    ahead = _ahead(rows)
    for place in range(len(rows)):
        _ask_for_line(place + ahead, rows, line)
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
def judge(rows, least, conditions, hours_asked, word_sets, allowed, every, tally, line, rates):
    """Which conditions each row fails, as bits. `least` (stretches, n) holds the quarter hours that are free.

    `conditions` are (kind, bit, argument, argument), `hours_asked` (bit, stretch, quarters). `every`: all conditions
    are tried and counted in `tally` (3, bits): who fails each, who fails nothing else, and who fails it first. Else a
    row is left at the first that it fails.
    """
    fails = np.empty(len(rows), np.uint64)
    ahead = _ahead(rows)
    for place in range(len(rows)):
        _ask_for_line(place + ahead, rows, line)
        if place + ahead // 2 < len(rows):
            prefetch(rates.ctypes.data + np.intp(line[rows[place + ahead // 2]].rates_at) * rates.itemsize)
        row = rows[place]
        it = line[row]
        failed = np.uint64(0)
        for each in range(len(conditions)):
            kind, one, two = conditions[each, 0], conditions[each, 2], conditions[each, 3]
            if kind == MARKED:
                word = word_sets[one, row >> np.uint32(6)]
                holds = (word >> np.uint64(row & np.uint32(63))) & np.uint64(1) != 0
            elif kind == CONFIRMED:
                holds = it.confirmed > one
            elif kind == WORKS_AT:
                holds = allowed[one, it.pattern] != 0
            elif kind == LIVES:
                holds = (one == 0 or it.city == np.uint64(one)) and (two == 0 or it.country == two)
            else:
                holds = True
                for number in range(it.rates):
                    rate = rates[it.rates_at + number]
                    if rate.currency == one and rate.minor > two:
                        holds = False
            if not holds:
                failed |= np.uint64(1) << np.uint64(conditions[each, 1])
                if not every:
                    break
        for each in range(len(hours_asked)):
            if least[hours_asked[each, 1], place] < hours_asked[each, 2]:
                failed |= np.uint64(1) << np.uint64(hours_asked[each, 0])
        fails[place] = failed
        if every and failed:
            _count(failed, tally)
    return fails


@loop
def _count(failed, tally):
    first = True
    alone = failed & (failed - np.uint64(1)) == 0
    for bit in range(tally.shape[1]):
        if failed >> np.uint64(bit) & np.uint64(1):
            tally[0, bit] += 1
            if alone:
                tally[1, bit] += 1
            if first:
                tally[2, bit] += 1
                first = False


@free_order
def _dot(codes, row, wanted):
    total = np.int32(0)
    for place in range(codes.shape[1]):
        total = np.int32(total + np.int32(np.int32(codes[row, place]) * np.int32(wanted[place])))
    return total


@loop
def _ask_for_row(row, with_vectors, line, rates, levels, codes):
    prefetch(rates.ctypes.data + np.intp(line[row].rates_at) * rates.itemsize)
    first = levels.ctypes.data + np.intp(line[row].skills_at) * levels.itemsize
    prefetch(first)
    prefetch(first + CACHE_LINE)
    if with_vectors:
        for part in range(0, codes.shape[1], CACHE_LINE):
            prefetch(codes.ctypes.data + row * codes.shape[1] + part)


@loop
def bounds(
    rows, spare, with_vectors, constant, years_fit, pattern_fit, spare_fit, lists_fit, rate, serves, own, level_fit,
    unknown_fit, group, weight, skills_weight, wanted, wanted_scale, semantic, line, rates, levels, codes,
):  # fmt: skip
    """At least the score of each row: every part at its highest within what the columns leave open.

    Without vectors the semantic part counts as whole, which is less work and a higher bound.

    `rate` is (currency, minor units at the floor, at the ceiling, part at the floor, at the ceiling, where unknown),
    `semantic` (weight, mean, deviation, length of the vector looked for, and of what its own steps leave of it).
    """
    found = np.empty(len(rows), np.float64)
    asked = len(unknown_fit)
    strength, level = np.empty(asked, np.int64), np.empty(asked, np.int64)
    best = np.empty(len(weight), np.float64)
    ahead = _ahead(rows)
    for place in range(len(rows)):
        _ask_for_line(place + ahead, rows, line)
        if place + ahead // 2 < len(rows):
            _ask_for_row(np.intp(rows[place + ahead // 2]), with_vectors, line, rates, levels, codes)
        row = rows[place]
        it = line[row]
        total = constant + years_fit[min(it.years, len(years_fit) - 1)] + pattern_fit[it.pattern]
        total += spare_fit[min(max(spare[place], 0), len(spare_fit) - 1)]
        total += lists_fit[min(it.attention, len(lists_fit) - 1)]
        if rate[0] >= 0:
            fit = rate[5]
            for number in range(it.rates):
                paid = rates[it.rates_at + number]
                if paid.currency == rate[0]:
                    share = (paid.minor - rate[1]) / max(rate[2] - rate[1], 1e-9)
                    fit = rate[3] + (rate[4] - rate[3]) * min(max(share, 0.0), 1.0)
                    if paid.minor > rate[2] * (1.0 + 1e-9):  # above the ceiling, beyond what doubles may leave open
                        fit = 0.0
            total += fit
        if asked:
            for column in range(asked):
                strength[column] = -1
            for number in range(it.skills):
                held = levels[it.skills_at + number]
                mask = serves[held.skill]
                if mask:
                    seen, step = held.level >> 7, held.level & 0x7F
                    while mask:
                        low = mask & (~mask + np.uint64(1))
                        column = _BIT_AT[(low * _DE_BRUIJN) >> np.uint64(58)]
                        mask ^= low
                        strong = 2 * seen + (own[column] == held.skill)
                        if strong > strength[column] or (strong == strength[column] and step > level[column]):
                            strength[column], level[column] = strong, step
            for number in range(len(weight)):
                best[number] = 0.0
            for column in range(asked):
                fit = unknown_fit[column] if strength[column] < 0 else level_fit[column, level[column]]
                best[group[column]] = max(best[group[column]], fit)
            fitted = 0.0
            for number in range(len(weight)):
                fitted += weight[number] * best[number]
            total += skills_weight * fitted
        if not with_vectors:
            found[place] = total + semantic[0] + MARGIN
            continue
        near = _dot(codes, row, wanted) * wanted_scale * it.scale
        near += it.slack * semantic[3] + (1.0 + it.slack) * semantic[4]
        total += semantic[0] / (1.0 + math.exp(-1.702 * (near - semantic[1]) / semantic[2]))
        found[place] = total + MARGIN
    return found


@loop
def push(heap, value):
    """Put a value that is above the lowest one in the place of that, which stands on top."""
    at = 0
    while True:
        child = 2 * at + 1
        if child >= len(heap):
            break
        if child + 1 < len(heap) and heap[child + 1] < heap[child]:
            child += 1
        if heap[child] >= value:
            break
        heap[at] = heap[child]
        at = child
    heap[at] = value


@loop
def cut_of(bounds, needed, count):
    """The lowest of the `count` highest bounds that reach what is needed; `needed` where there are not so many."""
    heap = np.full(count, -np.inf)  # the lowest on top
    for place in range(len(bounds)):
        if bounds[place] >= needed and bounds[place] > heap[0]:
            push(heap, bounds[place])
    return max(heap[0], needed)


@loop
def rates_in(currency, rows, line, rates):
    """What an hour of each row costs in a currency, in minor units; NaN where it has no rate in it."""
    found = np.full(len(rows), np.nan)
    for place in range(len(rows)):
        own = line[rows[place]]
        for number in range(own.rates):
            rate = rates[own.rates_at + number]
            if rate.currency == currency:
                found[place] = rate.minor
    return found


@loop
def doublings(x, natural, table):
    """2 to the power of x, step by step as `curves.exp2` takes them."""
    steps = np.rint(x * len(table))
    rest = (x - steps / len(table)) * natural
    whole = np.int64(steps)
    value = (rest / 24.0 + 1.0 / 6.0) * rest
    value = (value + 1.0 / 2.0) * rest
    value = (value + 1.0 / 1.0) * rest
    return math.ldexp((value + 1.0) * table[whole % len(table)], np.int32(whole // len(table)))


@loop
def estimates(rows, serves, own, asked, lives, today, natural, table, keys, line, levels, skills):
    """What the rows say about each of `asked` skills: mean, error, key and whether it was seen, each (n, asked).

    `skills` are those of these rows alone, one after another.
    """
    shape = (len(rows), asked)
    mean, error = np.full(shape, np.nan), np.full(shape, np.nan)
    key, seen = np.full(shape, -1, np.int64), np.zeros(shape, np.bool_)
    strength = np.empty(asked, np.int64)
    first = np.int64(0)
    for place in range(len(rows)):
        it = line[rows[place]]
        begin, first = first, first + it.skills
        strength[:] = -1
        for number in range(it.skills):
            name = levels[it.skills_at + number].skill
            mask = serves[name]
            if not mask:
                continue
            held = skills[begin + number]
            was_seen = held.day != CLAIM
            years = max(today - held.day, 0) / DAYS_IN_A_YEAR if was_seen else 0.0
            aged = held.error * doublings(years / lives[name] / 2, natural, table)
            for column in range(asked):
                if not mask >> np.uint64(column) & np.uint64(1):
                    continue
                strong = 2 * was_seen + (own[column] == name)
                if strong < strength[column]:
                    continue
                if strong == strength[column]:  # the better mean, then the smaller error, then the later key
                    if held.mean < mean[place, column]:
                        continue
                    if held.mean == mean[place, column]:
                        if aged > error[place, column]:
                            continue
                        if aged == error[place, column] and np.int64(keys[name]) < key[place, column]:
                            continue
                strength[column] = strong
                mean[place, column], error[place, column] = held.mean, aged
                key[place, column], seen[place, column] = keys[name], was_seen
    return mean, error, key, seen


@loop
def shared_terms(sizes, terms, hashes, weights, near, k1, b, length_unit):
    """BM25 of documents for the sorted `hashes` of a query; `near` flags the lower 16 bits of each of them.

    `terms` are `lexical.pack_terms` of the documents one after another, `sizes` (n,) their bytes.
    """
    found = np.zeros(len(sizes))
    begin = 0
    for place in range(len(sizes)):
        count = sizes[place] // TERM_BYTES
        counts = begin + 4 * count
        length = 0
        for each in range(count):
            length += terms[counts + each]
        slow = k1 * (1 - b + b * np.float64(length) / length_unit)
        total = 0.0
        for each in range(count):
            at = begin + 4 * each
            low = np.uint32(terms[at]) | np.uint32(terms[at + 1]) << np.uint32(8)
            if near[low]:
                term = low | np.uint32(terms[at + 2]) << np.uint32(16) | np.uint32(terms[at + 3]) << np.uint32(24)
                wanted = np.searchsorted(hashes, term)
                if wanted < len(hashes) and hashes[wanted] == term:
                    often = np.float64(terms[counts + each])
                    total += weights[wanted] * often * (k1 + 1) / (often + slow)
        found[place] = total
        begin += sizes[place]
    return found
