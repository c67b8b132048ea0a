"""The hot loops, compiled: which engineers fail what, and how high a score can be at most.

They take plain arrays; what they mean stands in `segment` and `asking`. `bounds` and `closer` may round as they like: a
bound only has to be at least the score, and is given `MARGIN` for that.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from numba import njit, types

from guildworks.kernels.talentindex.ahead import prefetch
from guildworks.kernels.talentindex.rows import UNSAID
from guildworks.kernels.talentindex.segment import OFTEN_BITS, OFTEN_MOST, WORD_BITS

# Kinds of conditions, as `asking.Conditions` encodes them.
CONFIRMED, MARKED, WORKS_AT, LIVES, RATE = range(5)
UNSPARED = 1 << 20  # spare quarter hours where none are asked
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


@loop
def lowest(some, mask):
    """Where the lowest bit of a word stands, this being word number `some`; and the word without it."""
    low = mask & (~mask + np.uint64(1))
    return 64 * some + _BIT_AT[(low * _DE_BRUIJN) >> np.uint64(58)], mask ^ low


pread: Any = types.ExternalFunction("pread", types.int64(types.int32, types.intp, types.intp, types.int64))


@loop
def set_bits(words, rows):
    """Set the bits of these rows."""
    for place in range(len(rows)):
        row = rows[place]
        words[row >> np.uint32(6)] |= np.uint64(1) << np.uint64(row & np.uint32(63))


@loop
def served(skills, columns, count):
    """For each of `count` skills where its columns begin, and these columns; a skill of -1 is none."""
    first, own = np.zeros(count + 1, np.int32), np.empty(len(skills), np.int32)
    for each in range(len(skills)):
        if skills[each] >= 0:
            first[skills[each] + 1] += 1
    for skill in range(count):
        first[skill + 1] += first[skill]
    left = first.copy()
    for each in range(len(skills)):
        if skills[each] >= 0:
            own[left[skills[each]]] = columns[each]
            left[skills[each]] += 1
    return first, own


@loop
def narrowed(alive, wanted, bits, rows):
    """The rows of `alive` that have each mark `wanted`, or one of those that stand for it; and how many these are.

    `wanted` are (which of them, place in `bits`, or -1: then the first of `rows` and the last), in their order.
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
            set_bits(either, rows[first:last])
        else:
            for at in range(len(found)):
                either[at] |= bits[place, at]
        if is_last:
            for at in range(len(found)):
                found[at] &= either[at]
    count = 0
    for at in range(len(found)):
        word = found[at]
        while word:
            word &= word - np.uint64(1)
            count += 1
    return found, count


@loop
def rows_of(words, count):
    """The first `count` rows whose bits are set, ascending."""
    found = np.empty(count, np.uint32)
    place = 0
    for at in range(len(words)):
        word = words[at]
        while word and place < count:
            found[place], word = lowest(at, word)
            place += 1
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
def sieve(words, begin, count, quarters, allowed, town, narrow):
    """Of the rows whose bits are set, at most `count`, those that the narrow column does not rule out; ascending.

    The first bit is that of row `begin`. `quarters` are the most asked in any week, `allowed` flags working patterns,
    and `town` -1: any.
    """
    found = rows_of(words, count)
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
                holds = allowed[one, it.pattern]
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
def passing(words, begin, count, narrow, conditions, hours_asked, word_sets, allowed, stretches, at, columns):
    """The rows whose bits are set and that fail nothing, and (stretches, rows) what is free of each.

    It takes what `sieve` and `judge` take. What lines tell is asked first, hours of whom that leaves.
    """
    line, rates, hours = columns
    rows = sieve(words, begin, count, *narrow)
    tally = np.empty((0, 0), np.int64)
    if len(conditions):
        none = np.empty((0, len(rows)), np.int32)
        rows = rows[judge(rows, none, conditions, hours_asked[:0], word_sets, allowed, False, tally, line, rates) == 0]
    least = np.empty((len(stretches), len(rows)), np.int32)
    for number in range(len(stretches)):
        least[number] = least_free(rows, stretches[number, 0], stretches[number, 1], at, line, hours)
    fails = judge(rows, least, conditions[:0], hours_asked, word_sets, allowed, False, tally, line, rates)
    free = np.flatnonzero(fails == 0)
    return rows[free], least[:, free]


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
def _ask_for_parts(row, line, rates, levels):
    prefetch(rates.ctypes.data + np.intp(line[row].rates_at) * rates.itemsize)
    first = levels.ctypes.data + np.intp(line[row].skills_at) * levels.itemsize
    prefetch(first)
    prefetch(first + CACHE_LINE)


@loop
def bounds(
    rows, spare, constant, years_fit, pattern_fit, spare_fit, lists_fit, rate, serves_from, serves, own, level_fit,
    group, weight, skills_weight, line, rates, levels,
):  # fmt: skip
    """At least the score of each row: every part at its highest within what lines, rates and levels leave open.

    The lexical and the semantic part count as whole: what they are at most takes more reading, see `closer`.

    `rate` is (currency, minor units at the floor, at the ceiling, part at the floor, at the ceiling, where unknown).
    """
    found = np.empty(len(rows), np.float64)
    asked, unknown = len(group), level_fit.shape[1] - 1
    strength, level = np.empty(asked, np.int64), np.empty(asked, np.int64)
    best = np.empty(len(weight), np.float64)
    ahead = _ahead(rows)
    for place in range(len(rows)):
        _ask_for_line(place + ahead, rows, line)
        if place + ahead // 2 < len(rows):
            _ask_for_parts(np.intp(rows[place + ahead // 2]), line, rates, levels)
        it = line[rows[place]]
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
                for each in range(serves_from[held.skill], serves_from[held.skill + 1]):
                    column = serves[each]
                    seen, step = held.level >> 7, held.level & 0x7F
                    strong = 2 * seen + (own[column] == held.skill)
                    if strong > strength[column] or (strong == strength[column] and step > level[column]):
                        strength[column], level[column] = strong, step
            for number in range(len(weight)):
                best[number] = 0.0
            for column in range(asked):
                fit = level_fit[column, unknown if strength[column] < 0 else level[column]]
                best[group[column]] = max(best[group[column]], fit)
            fitted = 0.0
            for number in range(len(weight)):
                fitted += weight[number] * best[number]
            total += skills_weight * fitted
        found[place] = total + MARGIN
    return found


@loop
def overlaps(shared, count, enough, unknown, weight):
    """Shared hours by the number of each pattern, NaN where they are not known, and their part of the score.

    As `scorer.overlap_fit`; `enough` is -1 where none are asked.
    """
    hours, parts = np.full(count, np.nan), np.empty(count)
    hours[: len(shared)] = shared[:count]
    for pattern in range(count):
        fit = 1.0
        if enough >= 0.0:
            fit = unknown if np.isnan(hours[pattern]) else min(hours[pattern] / enough, 1.0)
        parts[pattern] = weight * fit
    return hours, parts


@loop
def near_to(hashes):
    """Flags of the lower 16 bits of these hashes."""
    found = np.zeros(1 << 16, np.bool_)
    for each in range(len(hashes)):
        found[hashes[each] & 0xFFFF] = True
    return found


@loop
def worth_of(hashes, values):
    """What the lower bits of hashes are worth, by them: at least what those with these bits are."""
    worth = np.zeros(1 << WORD_BITS)
    for each in range(len(hashes)):
        worth[hashes[each] & np.uint32((1 << WORD_BITS) - 1)] += max(values[each], 0.0)
    return worth


@loop
def in_steps(vector):
    """A vector as small integers, what one of their steps is, its length, and the length of what they leave of it."""
    most = 1e-6
    for each in range(len(vector)):
        most = max(most, abs(vector[each]))
    step = most / 32767
    wanted = np.empty(len(vector), np.int16)
    length = left = 0.0
    for each in range(len(vector)):
        wanted[each] = np.int16(np.rint(vector[each] / step))
        length += vector[each] ** 2
        left += (vector[each] - wanted[each] * step) ** 2
    return wanted, step, math.sqrt(length), math.sqrt(left)


@loop
def _words_at_most(it, words, worth, k1, b, length_unit):
    """At least the lexical score of a row: a word that has the bits of a term's hash is taken for that term."""
    slow = k1 * (1.0 - b + b * it.length / length_unit)
    total = 0.0
    first = np.int64(it.words_at)
    for each in range(first, first + np.int64(it.words)):
        value = worth[words[each] >> OFTEN_BITS]
        if value > 0.0:
            often = words[each] & OFTEN_MOST
            total += value * (k1 + 1.0) * (1.0 if often == OFTEN_MOST else often / (often + slow))
    return total


@loop
def _ask_for_words(places, rows, number, line, words):
    if number < len(places):
        it = line[rows[places[number]]]
        first = words.ctypes.data + np.intp(it.words_at) * words.itemsize
        for part in range(0, it.words * words.itemsize + CACHE_LINE, CACHE_LINE):
            prefetch(first + part)


@loop
def _ask_for_code(places, rows, number, codes):
    if number < len(places):
        first = codes.ctypes.data + np.intp(rows[places[number]]) * codes.shape[1]
        for part in range(0, codes.shape[1], CACHE_LINE):
            prefetch(first + part)


@loop
def closer(places, rows, bounds, needed, lexical, semantic, wanted, wanted_scale, line, words, codes):
    """Of the rows in these places those that may still reach what is needed, and their bounds, closer than before.

    Now the lexical part is no longer taken as whole, and where that leaves a row, nor is the semantic one.

    `lexical` is (weight, mean, deviation, what each of the hashes' lower bits is worth, k1, b, unit of length),
    `semantic` (weight, mean, deviation, length of the vector looked for, and of what its own steps leave of it).
    """
    found, left = np.empty(len(places), np.float64), np.empty(len(places), np.int64)
    weight, mean, deviation, worth, k1, b, length_unit = lexical
    count = 0
    for number in range(len(places)):
        _ask_for_words(places, rows, number + AHEAD // 2, line, words)
        place = places[number]
        shared = _words_at_most(line[rows[place]], words, worth, k1, b, length_unit)
        found[count] = bounds[place] - weight * (1.0 - 1.0 / (1.0 + math.exp(-1.702 * (shared - mean) / deviation)))
        left[count] = place
        count += found[count] >= needed
    places, count, weight = left[:count], 0, semantic[0]
    for number in range(len(places)):
        _ask_for_code(places, rows, number + AHEAD // 2, codes)
        place = places[number]
        it = line[rows[place]]
        near = _dot(codes, rows[place], wanted) * wanted_scale * it.scale
        near += it.slack * semantic[3] + (1.0 + it.slack) * semantic[4]
        fit = 1.0 / (1.0 + math.exp(-1.702 * (near - semantic[1]) / semantic[2]))
        found[count] = found[number] - weight * (1.0 - fit)
        left[count] = place
        count += found[count] >= needed
    return left[:count], found[:count]


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
def cut_of(bounds, count):
    """The lowest of the `count` highest bounds; minus infinity where there are not so many."""
    heap = np.full(count, -np.inf)  # the lowest on top
    for place in range(len(bounds)):
        if bounds[place] > heap[0]:
            push(heap, bounds[place])
    return heap[0]


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
