"""How high a score can be at most, compiled; and the heap that knows what a place on the list takes.

These loops may round as they like: a bound only has to be at least the score, and is given `MARGIN` for that.
"""

from __future__ import annotations

import math

import numpy as np

from guildworks.kernels.talentindex.compiled import (
    AHEAD,
    CACHE_LINE,
    ask_for_line,
    free_order,
    how_far_ahead,
    loop,
    prefetch,
)
from guildworks.kernels.talentindex.gaps import FAR
from guildworks.kernels.talentindex.segment import OFTEN_MOST, WORD_BITS

MARGIN = 1e-5  # the parts' own rounding, and that of the loops
UNSPARED = 1 << 20  # spare quarter hours where none are asked


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
def _ask_for_parts(row, line, rates, levels):
    prefetch(rates.ctypes.data + np.intp(line[row].rates_at) * rates.itemsize)
    first = levels.ctypes.data + np.intp(line[row].skills_at) * levels.itemsize
    prefetch(first)
    prefetch(first + CACHE_LINE)


@loop
def quick(
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
    ahead = how_far_ahead(rows)
    for place in range(len(rows)):
        ask_for_line(place + ahead, rows, line)
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


@free_order
def _dot(codes, row, wanted):
    total = np.int32(0)
    for place in range(codes.shape[1]):
        total = np.int32(total + np.int32(np.int32(codes[row, place]) * np.int32(wanted[place])))
    return total


@loop
def _repeated(often, slow):
    """What it adds that a word stands there for the `often`th time; where no more is told, all that could follow."""
    before = (often - 1) / (often - 1 + slow)
    return (1.0 if often >= OFTEN_MOST else often / (often + slow)) - before


@loop
def _words_at_most(it, words, worth, k1, b, length_unit):
    """At least the lexical score of a row: a word that has the bits of a term's hash is taken for that term."""
    slow = k1 * (1.0 - b + b * it.length / length_unit)
    total = 0.0
    first = np.int64(it.words_at)
    at, often = -1, 0
    for each in range(first, first + np.int64(it.words)):
        gap = words[each]
        at += gap
        often = often + 1 if gap == 0 else np.int64(gap != FAR)  # after FAR, 0 is another word
        value = worth[at]
        if value > 0.0 and 0 < often <= OFTEN_MOST:
            total += value * (k1 + 1.0) * _repeated(often, slow)
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
def between(bounds, low, high):
    """The places of the bounds that are below `high`, and not below `low`."""
    places, count = np.empty(len(bounds), np.int64), 0
    for place in range(len(bounds)):
        places[count] = place
        count += (bounds[place] >= low) & (bounds[place] < high)
    return places[:count]


@loop
def spare_of(least, quarters):
    """The quarter hours by which (stretches, n) `least` exceeds what is asked in any; UNSPARED where nothing is."""
    found = np.full(least.shape[1], UNSPARED, np.int32)
    for number in range(len(quarters)):
        if quarters[number]:
            for place in range(len(found)):
                found[place] = min(found[place], least[number, place] - np.int32(quarters[number]))
    return found
