"""The score, compiled, and the search for the best by it: in the order of bounds, until nobody else can be among them.

`best_first` gives the very bits that `scorer.score` gives over what `records.estimate` and `lexical.score_packed` say:
it takes the same steps of IEEE arithmetic in the same order. A test compares both. What `prepared` makes once for a
search comes in tuples, in the order in which they are taken apart here.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from numba import types

from guildworks.kernels.talentindex.bounds import UNSPARED, between, closer, cut_of, push
from guildworks.kernels.talentindex.compiled import free_order, loop
from guildworks.kernels.talentindex.records import CLAIM, DAYS_IN_A_YEAR, SKILL
from guildworks.kernels.talentindex.rows import DIMENSIONS, HEAD, UNSAID
from guildworks.kernels.talentindex.scorer import DECIMALS

UNIT = float(10**DECIMALS)
# Columns of what `best_first` finds of each row: those of `scorer.Columns`, the score, the hours that are free in each
# week, and then the parts of the score.
LEXICAL, SEMANTIC, YEARS, RATE, OVERLAP, FREE_HOURS, ATTENTION, TOTAL, WEEKLY, PARTS_AT = range(10)
assert HEAD.fields is not None
VECTOR_AT, TERMS_AT = int(HEAD.fields["vector"][1]), int(HEAD.fields["terms"][1])
HEAD_BYTES, SKILL_BYTES = HEAD.itemsize, SKILL.itemsize
ROOM = 160 * SKILL_BYTES  # for all that is ragged: more than most rows have
NEAR_BITS = 12  # of a term's hash, for `near_to`
HALF_UNIT = 2.0**112  # by which the exponents of a float16 and a float32 are apart
pread: Any = types.ExternalFunction("pread", types.int64(types.int32, types.intp, types.intp, types.int64))


@loop
def _doublings(x, natural, table):
    """2 to the power of x, step by step as `curves.exp2` takes them."""
    steps = np.rint(x * len(table))
    rest = (x - steps / len(table)) * natural
    whole = np.int64(steps)
    value = (rest / 24.0 + 1.0 / 6.0) * rest
    value = (value + 1.0 / 2.0) * rest
    value = (value + 1.0 / 1.0) * rest
    return math.ldexp((value + 1.0) * table[whole % len(table)], np.int32(whole // len(table)))


@loop
def _logistic(x, curve):
    """As `curves.logistic`; `curve` is (1 / ln 2, ln 2, the table of doublings)."""
    inverse, natural, table = curve
    return 1.0 / (1.0 + _doublings(min(max(-x, -700.0), 700.0) * inverse, natural, table))


@loop
def _part(weight, fit):
    """A part of the score, as `scorer.rounded` rounds it."""
    return math.floor(weight * fit * UNIT + 0.5) / UNIT


@loop
def _read(column, first, size, found):
    """A stretch of a cold column: from its file, or from memory where it has none."""
    file, data = column
    if file < 0:
        found[:size] = data[first : first + size]
    elif pread(file, found.ctypes.data, size, first) != size:
        raise ValueError("a file of the index has become shorter")


@free_order
def _cosine(halves, bits, singles, direction):
    """As `scorer.cosines`, of one vector of float16, told by their bits: exact, in whatever order it is added.

    `bits` and `singles` are one memory: a float16 with its bits moved apart is a float32, but for the unit.
    """
    for number in range(len(direction)):
        half = np.uint32(halves[number])
        bits[number] = (half & np.uint32(0x8000)) << np.uint32(16) | (half & np.uint32(0x7FFF)) << np.uint32(13)
    near = 0.0
    for number in range(len(direction)):
        near += np.float64(singles[number]) * direction[number]
    return near * HALF_UNIT


@loop
def near_to(hashes):
    """Flags of the lower bits of these hashes, so many that they stay in a processor's nearest cache."""
    found = np.zeros(1 << NEAR_BITS, np.bool_)
    for each in range(len(hashes)):
        found[hashes[each] & np.uint32((1 << NEAR_BITS) - 1)] = True
    return found


@loop
def _shared(terms, first, count, query):
    """As `lexical.score_packed`, of the terms of one row, the first of which stands there."""
    hashes, weights, near, k1, b, length_unit = query
    length, counts = 0, first + 4 * count
    for each in range(counts, counts + count):
        length += terms[each]
    slow = k1 * (1 - b + b * np.float64(length) / length_unit)
    total = 0.0
    for each in range(count):
        at = first + 4 * each
        low = np.uint32(terms[at]) | np.uint32(terms[at + 1]) << np.uint32(8)
        if near[low & np.uint32((1 << NEAR_BITS) - 1)]:
            term = low | np.uint32(terms[at + 2]) << np.uint32(16) | np.uint32(terms[at + 3]) << np.uint32(24)
            wanted = np.searchsorted(hashes, term)
            if wanted < len(hashes) and hashes[wanted] == term:
                often = np.float64(terms[counts + each])
                total += weights[wanted] * often * (k1 + 1) / (often + slow)
    return total


@loop
def _estimate(it, levels, skills, skill, estimates, at, strength):
    """As `records.estimate`, of one row with these skills, into this place of `estimates`."""
    serves_from, serves, own, lives, today, natural, table, keys = skill
    mean, error, key, seen = estimates
    for column in range(len(own)):
        strength[column], mean[at, column], error[at, column] = -1, np.nan, np.nan
        key[at, column], seen[at, column] = -1, False
    for number in range(it.skills):
        name, held = levels[it.skills_at + number].skill, skills[number]
        if serves_from[name] == serves_from[name + 1]:
            continue
        was_seen = held.day != CLAIM
        years = max(today - held.day, 0) / DAYS_IN_A_YEAR if was_seen else 0.0
        aged = held.error * _doublings(years / lives[name] / 2, natural, table)
        for each in range(serves_from[name], serves_from[name + 1]):
            column = serves[each]
            strong = 2 * was_seen + (own[column] == name)
            if strong < strength[column]:
                continue
            if strong == strength[column]:  # the better mean, then the smaller error, then the later key
                if held.mean < mean[at, column]:
                    continue
                if held.mean == mean[at, column]:
                    if aged > error[at, column]:
                        continue
                    if aged == error[at, column] and np.int64(keys[name]) < key[at, column]:
                        continue
            strength[column] = strong
            mean[at, column], error[at, column] = held.mean, aged
            key[at, column], seen[at, column] = keys[name], was_seen


@loop
def _skill_fit(mean, at, fits, curve, best):
    """As `scorer._skill_fit`, of one row."""
    wanted, group, weight, whole, unknown, step = fits
    if not len(group):
        return 1.0
    for number in range(len(weight)):
        best[number] = 0.0
    for column in range(len(group)):
        level = unknown if np.isnan(mean[at, column]) else mean[at, column]
        best[group[column]] = max(best[group[column]], _logistic((level - wanted[column]) / step + 2.0, curve))
    fitted = 0.0
    for number in range(len(weight)):
        fitted += weight[number] * best[number]
    return fitted / whole


@loop
def _hourly(it, rates, currency, unit):
    """What an hour costs in a currency; NaN where there is no rate in it."""
    found = np.nan
    for number in range(it.rates):
        paid = rates[it.rates_at + number]
        if paid.currency == currency:
            found = paid.minor / unit
    return found


@loop
def _rate_fit(hourly, rate):
    """As `scorer._rate_fit`, of one row."""
    ceiling, floor, span, falls, unknown = rate
    if ceiling < 0:
        return 1.0
    if np.isnan(hourly):
        return unknown
    return 0.0 if hourly > ceiling else 1.0 - falls * min(max((hourly - floor) / span, 0.0), 1.0)


@loop
def _score(it, spare, mean, found, at, numbers, best):
    """One row's score and its parts, as `scorer.score` has them, beside what of it is in `found` already."""
    weights, fits, lexical, semantic, rate, tables, curve, _ = numbers
    years, _, patterns, hours, asks_hours, reputation, half = tables
    shared, near = found[at, LEXICAL] - lexical[0], found[at, SEMANTIC] - semantic[0]
    is_short = asks_hours and spare < 0
    parts = (
        _part(weights[0], _skill_fit(mean, at, fits, curve, best)),
        _part(weights[1], _logistic(1.702 * shared / lexical[1], curve)),
        _part(weights[2], _logistic(1.702 * near / semantic[1], curve)),
        _part(1.0, years[min(it.years, len(years) - 1)]),
        _part(weights[4], _rate_fit(found[at, RATE], rate)),
        _part(1.0, patterns[it.pattern]),
        _part(1.0, 0.0 if is_short else hours[min(max(spare, 0), len(hours) - 1)]),
        reputation,
        _part(weights[8], 1.0 / (1.0 + it.attention / half)) if len(weights) > 8 else 0.0,
    )
    total = 0.0
    for number in range(len(weights)):
        found[at, PARTS_AT + number] = parts[number]
        total += parts[number]
    found[at, TOTAL] = _part(1.0, total)


@loop
def _weekly(least, place):
    """The hours that a row has free in each of the weeks asked."""
    quarters = UNSPARED
    for number in range(len(least)):
        quarters = min(quarters, least[number, place])
    return max(quarters, 0) / 4.0


@loop
def best_first(places, bounds, rows, spare, least, heap, asked, columns):
    """Score the rows in these places in the order of their bounds, as long as one can reach the place on top of `heap`.

    `heap` has the best scores so far. `spare` are the quarter hours by which each of `rows` exceeds what is asked, and
    `least` what it has, as `filters.least_free`.
    Returns the places of those that were scored, what was found of them, and their estimates.
    """
    numbers, query, skill = asked
    line, rates, levels, rows_from, cold = columns
    direction, shared, (currency, unit, hours) = numbers[3][2], numbers[5][1], numbers[7]
    order = np.argsort(-bounds, kind="mergesort")  # equal ones stay in their order
    found = np.empty((len(order), PARTS_AT + len(numbers[0])))
    shape = (len(order), len(skill[2]))
    estimates = np.empty(shape), np.empty(shape), np.empty(shape, np.int64), np.empty(shape, np.bool_)
    strength, best = np.empty(shape[1], np.int64), np.empty(shape[1])
    bits = np.empty(DIMENSIONS, np.uint32)
    singles = bits.view(np.float32)
    space = np.empty(HEAD_BYTES + ROOM, np.uint8)
    halves, skills = space[VECTOR_AT:HEAD_BYTES].view(np.uint16), space[HEAD_BYTES:].view(SKILL)
    count = 0
    while count < len(order) and bounds[order[count]] >= heap[0]:
        place = places[order[count]]
        row = rows[place]
        it = line[row]
        size = rows_from[row + 1] - rows_from[row]
        if size > len(space):
            space = np.empty(HEAD_BYTES + ROOM * (1 + size // ROOM), np.uint8)
            halves, skills = space[VECTOR_AT:HEAD_BYTES].view(np.uint16), space[HEAD_BYTES:].view(SKILL)
        _read(cold, rows_from[row], size, space)
        terms = np.int64(space[TERMS_AT : TERMS_AT + 4].view(np.uint32)[0])
        found[count, LEXICAL] = _shared(space, HEAD_BYTES + np.int64(it.skills) * SKILL_BYTES, terms, query)
        found[count, SEMANTIC] = _cosine(halves, bits, singles, direction)
        found[count, YEARS] = np.nan if it.years == UNSAID else it.years / 10.0
        found[count, RATE] = _hourly(it, rates, currency, unit)
        found[count, OVERLAP] = shared[it.pattern]
        found[count, FREE_HOURS] = np.nan if spare[place] == UNSPARED else spare[place] / 4.0 + hours
        found[count, ATTENTION] = it.attention
        found[count, WEEKLY] = _weekly(least, place)
        _estimate(it, levels, skills, skill, estimates, count, strength)
        _score(it, spare[place], estimates[0], found, count, numbers, best)
        if found[count, TOTAL] > heap[0]:
            push(heap, found[count, TOTAL])
        count += 1
    mean, error, key, seen = estimates
    return places[order[:count]], found[:count], (mean[:count], error[:count], key[:count], seen[:count])


@loop
def best(rows, spare, least, bounds, first, most, heap, nearer, asked, columns):
    """Score those of these rows who may be among the best by `heap`, which learns their scores.

    Looked at are those with the `first` highest bounds, then who can still reach the place on top of the heap. Where
    that is more than `most`, only their places are returned, beside what `best_first` returns.
    """
    cut = cut_of(bounds, first)
    places, highest = closer(between(bounds, cut, np.inf), rows, bounds, heap[0], *nearer)
    scored = best_first(places, highest, rows, spare, least, heap, asked, columns)
    far = between(bounds, heap[0], cut)
    if len(far) > most:
        return scored, far
    places, highest = closer(far, rows, bounds, heap[0], *nearer)
    if len(places):
        scored = joined(scored, best_first(places, highest, rows, spare, least, heap, asked, columns))
    return scored, far[:0]


@loop
def joined(one, other):
    """What `best_first` returned twice as one."""
    (places, found, some), (others, also, more) = one, other
    estimates = (
        np.concatenate((some[0], more[0])),
        np.concatenate((some[1], more[1])),
        np.concatenate((some[2], more[2])),
        np.concatenate((some[3], more[3])),
    )
    return np.concatenate((places, others)), np.concatenate((found, also)), estimates
