"""The score, compiled, and the search for the best by it: in the order of bounds, until nobody else can be among them.

`scored` gives the very bits that `scorer.score` gives over what `records.estimate` and `lexical.score_packed` say: it
takes the same steps of IEEE arithmetic in the same order. A test compares both. What `measures` makes once for a search
comes in tuples, in the order in which they are taken apart here.
"""

from __future__ import annotations

import math

import numpy as np

from guildworks.kernels.talentindex.loops import doublings, estimates, loop, pread, push, shared_terms
from guildworks.kernels.talentindex.records import SKILL
from guildworks.kernels.talentindex.rows import DIMENSIONS
from guildworks.kernels.talentindex.scorer import DECIMALS

AT_ONCE = 32  # rows that are scored before the place on the list is looked at again
UNIT = float(10**DECIMALS)
SEMANTIC, PARTS_AT = 0, 1  # columns of what `scored` finds
# Every number that is a float16, by its bits: quicker looked up than worked out.
HALVES = np.arange(1 << 16, dtype=np.uint16).view(np.float16).astype(np.float64)


@loop
def _logistic(x, curve):
    """As `curves.logistic`; `curve` is (1 / ln 2, ln 2, the table of doublings)."""
    inverse, natural, table = curve
    return 1.0 / (1.0 + doublings(min(max(-x, -700.0), 700.0) * inverse, natural, table))


@loop
def _part(weight, fit):
    """A part of the score, as `scorer.rounded` rounds it."""
    return math.floor(weight * fit * UNIT + 0.5) / UNIT


@loop
def _read(column, first, count, found):
    """Stretches of a cold column, one after another, into `found`: from its file, or from memory where it has none."""
    file, data = column
    at = 0
    for place in range(len(first)):
        if file >= 0:
            address, size = found.ctypes.data + at * data.itemsize, count[place] * data.itemsize
            if pread(file, address, size, first[place] * data.itemsize) != size:
                raise ValueError("a file of the index has become shorter")
        else:
            found[at : at + count[place]] = data[first[place] : first[place] + count[place]]
        at += count[place]
    return found


@loop
def raw_lexical(rows, terms_from, terms, query):
    """`lexical.score_packed` of these rows."""
    first, count = np.empty(len(rows), np.int64), np.empty(len(rows), np.int64)
    for place in range(len(rows)):
        first[place] = terms_from[rows[place]]
        count[place] = terms_from[rows[place] + 1] - first[place]
    return shared_terms(count, _read(terms, first, count, np.empty(count.sum(), np.uint8)), *query)


@loop
def known(rows, skill, line, levels, skills):
    """`records.estimate` of these rows."""
    first, count = np.empty(len(rows), np.int64), np.empty(len(rows), np.int64)
    for place in range(len(rows)):
        first[place], count[place] = line[rows[place]].skills_at, line[rows[place]].skills
    return estimates(rows, *skill, line, levels, _read(skills, first, count, np.empty(count.sum(), SKILL)))


@loop
def _skill_fit(mean, fits, curve):
    """As `scorer._skill_fit`, of one row."""
    wanted, group, weight, whole, unknown, step = fits
    if not len(group):
        return 1.0
    best = np.zeros(len(weight))
    for column in range(len(group)):
        level = unknown if np.isnan(mean[column]) else mean[column]
        best[group[column]] = max(best[group[column]], _logistic((level - wanted[column]) / step + 2.0, curve))
    fitted = 0.0
    for number in range(len(weight)):
        fitted += weight[number] * best[number]
    return fitted / whole


@loop
def _rate_fit(it, rates, rate):
    """As `scorer._rate_fit`, of one row."""
    ceiling, floor, span, falls, unknown, currency, unit = rate
    if ceiling < 0:
        return 1.0
    fit = unknown
    for number in range(it.rates):
        paid = rates[it.rates_at + number]
        if paid.currency == currency:
            hourly = paid.minor / unit
            fit = 0.0 if hourly > ceiling else 1.0 - falls * min(max((hourly - floor) / span, 0.0), 1.0)
    return fit


@loop
def scored(rows, spare, raw, numbers, line, rates, mean, vectors):
    """The cosine and the parts (n, 1 + parts) of these rows, of which the lexical score and the levels are known.

    `spare` (n,) are the quarter hours by which each exceeds what is asked.
    """
    weights, fits, lexical, semantic, rate, tables, curve = numbers
    years, patterns, hours, asks_hours, reputation, half = tables
    found = np.empty((len(rows), PARTS_AT + len(weights)))
    bits = np.empty(DIMENSIONS, np.uint16)
    first, count = np.empty(1, np.int64), np.full(1, DIMENSIONS)
    for place in range(len(rows)):
        it, parts = line[rows[place]], found[place, PARTS_AT:]
        first[0] = np.int64(rows[place]) * DIMENSIONS
        _read(vectors, first, count, bits)
        near = 0.0
        for number in range(DIMENSIONS):
            near += HALVES[bits[number]] * semantic[2][number]
        found[place, SEMANTIC] = near
        parts[0] = _part(weights[0], _skill_fit(mean[place], fits, curve))
        parts[1] = _part(weights[1], _logistic(1.702 * (raw[place] - lexical[0]) / lexical[1], curve))
        parts[2] = _part(weights[2], _logistic(1.702 * (near - semantic[0]) / semantic[1], curve))
        parts[3] = _part(1.0, years[min(it.years, len(years) - 1)])
        parts[4] = _part(weights[4], _rate_fit(it, rates, rate))
        parts[5] = _part(1.0, patterns[it.pattern])
        is_short = asks_hours and spare[place] < 0
        parts[6] = _part(1.0, 0.0 if is_short else hours[min(max(spare[place], 0), len(hours) - 1)])
        parts[7] = reputation
        if len(weights) > 8:
            parts[8] = _part(weights[8], 1.0 / (1.0 + it.attention / half))
    return found


@loop
def best_first(order, rows, spare, bounds, heap, numbers, query, skill, hot, cold):
    """Score rows in this order, that of their bounds, as long as one can reach the place on top of `heap`.

    Returns the places in `rows` of those who were scored, and their scores; `heap` has the best scores so far.
    """
    line, rates, levels, terms_from = hot
    terms, skills, vectors = cold
    weight, usual, deviation, curve = numbers[0][1], numbers[2][0], numbers[2][1], numbers[6]
    places, totals = np.empty(len(order), np.int64), np.empty(len(order))
    count = first = 0
    while first < len(order) and bounds[order[first]] >= heap[0]:
        some = order[first : first + AT_ONCE]
        first += AT_ONCE
        raw = raw_lexical(rows[some], terms_from, terms, query)
        close = np.zeros(len(some), np.bool_)
        for place in range(len(some)):
            left = 1.0 - _logistic(1.702 * (raw[place] - usual) / deviation, curve)
            close[place] = bounds[some[place]] - weight * left >= heap[0]
        some, raw = some[close], raw[close]
        mean = known(rows[some], skill, line, levels, skills)[0]
        found = scored(rows[some], spare[some], raw, numbers, line, rates, mean, vectors)
        for place in range(len(some)):
            total = _part(1.0, found[place, PARTS_AT:].sum())
            places[count], totals[count] = some[place], total
            count += 1
            if total > heap[0]:
                push(heap, total)
    return places[:count], totals[:count]
