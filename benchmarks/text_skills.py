"""Skill extraction on the labelled sentences of SkillSpan (development part): `python -m benchmarks.text_skills`.

Gold are the knowledge spans. A posting is all sentences with the same source and index. Postings are read whole, as in
real use, an empty line between their sentences. The peer is a plain dictionary of the same aliases: whole words, any
case, no rules, found by pyahocorasick.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import ahocorasick

from benchmarks.table import Row, absent, as_json, at_least, at_most, seen, shared_data, show
from guildworks.kernels.text.gazetteer import Gazetteer
from guildworks.kernels.text.graph import SkillGraph
from guildworks.kernels.text.span import Span

GRAPH = Path(__file__).parents[1] / "src/guildworks/skills/graph"
_EDGES = " .,;:!?()[]\"'*-/"
_QUICK_POSTINGS = 12

Found = Sequence[tuple[str, Span]]  # skill and place
Finder = Callable[[str], Found]


@dataclass(frozen=True, slots=True)
class Posting:
    """One posting: its text, the places of its sentences, and its knowledge spans in order."""

    source: str
    text: str
    sentences: tuple[Span, ...]
    gold: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Score:
    """Precision, recall and their harmonic mean."""

    precision: float
    recall: float

    @property
    def f1(self) -> float:
        total = self.precision + self.recall
        return 2 * self.precision * self.recall / total if total else 0.0


def rows(quick: bool = False) -> list[Row]:
    """The figures (a) to (d), for the tech part and for both, and the speed. Seconds; `quick` reads a few postings."""
    folder = shared_data("skillspan")
    if folder is None:
        return [
            absent("SkillSpan", "SkillSpan is not on this machine; set GUILDWORKS_SHARED to the folder above data/")
        ]
    postings = list(read(folder / "dev.json"))
    if quick:
        postings = postings[:_QUICK_POSTINGS]
    graph = SkillGraph.load(GRAPH)
    gazetteer, plain = Gazetteer.build(graph), PlainDictionary(graph)

    def ours(text: str) -> Found:
        return [(mention.skill, mention.span) for mention in gazetteer.find(text)]

    return [
        *_figures("tech", [one for one in postings if one.source == "tech"], ours, plain),
        *_figures("tech and house", postings, ours, plain),
        *_speed(postings, ours, plain),
    ]


def _figures(part: str, postings: Sequence[Posting], ours: Finder, plain: PlainDictionary) -> list[Row]:
    mine = [ours(one.text) for one in postings]
    theirs = [plain.find(one.text) for one in postings]
    tech = part == "tech"
    lenient, strict = open_score(postings, mine), open_score(postings, mine, strict=True)
    lenient_peer, strict_peer = open_score(postings, theirs), open_score(postings, theirs, strict=True)
    recall, ambiguous = closed_recall(postings, mine, plain)
    posting = posting_score(postings, mine, plain)
    note = f"P {lenient.precision:.3f} R {lenient.recall:.3f}"
    figures = [
        at_least(f"open span F1, lenient ({part})", lenient.f1, 0.61, peer=lenient_peer.f1, note=note),
        at_least(f"open span F1, strict ({part})", strict.f1, 0.45, peer=strict_peer.f1),
        at_least(f"closed recall ({part})", recall, 0.97, note="ambiguous aliases in the denominator"),
        at_most(f"ambiguous share of mentions ({part})", ambiguous, 0.10, note="gold spans with no other alias"),
        seen(
            f"precision in sentences with a gold span ({part})",
            precision_beside_gold(postings, mine),
            peer=precision_beside_gold(postings, theirs),
        ),
        at_least(
            f"posting-level F1 ({part})",
            posting.f1,
            0.84,
            peer=posting_score(postings, theirs, plain).f1,
            note=f"P {posting.precision:.3f} R {posting.recall:.3f}",
        ),
    ]
    return figures if tech else [_only_reported(row) for row in figures]


def _only_reported(row: Row) -> Row:
    return Row(row.figure, row.ours, row.peer, row.ratio, note=row.note)


def _speed(postings: Sequence[Posting], ours: Finder, plain: PlainDictionary) -> list[Row]:
    count = sum(len(one.sentences) for one in postings)
    texts = [one.text for one in postings]
    return [
        at_most(
            "microseconds a sentence",
            _seconds(ours, texts) / count * 1e6,
            50,
            peer=_seconds(plain.find, texts) / count * 1e6,
        )
    ]


def _seconds(find: Finder, texts: Sequence[str]) -> float:
    """The best of three runs over all texts."""
    times = []
    for _ in range(3):
        start = time.perf_counter()
        for text in texts:
            find(text)
        times.append(time.perf_counter() - start)
    return min(times)


class PlainDictionary:
    """Whole words in any case, the longest first, and no rule."""

    def __init__(self, graph: SkillGraph) -> None:
        self._automaton = ahocorasick.Automaton()
        self._sure: set[str] = set()
        for skill in graph.skills.values():
            for alias in skill.aliases:
                name = alias.text.lower()
                self._automaton.add_word(name, (name, skill.slug))
                if alias.needs == "nothing":
                    self._sure.add(alias.text if alias.case == "exact" else name)
        self._automaton.make_automaton()

    def names(self, text: str) -> list[tuple[str, str, Span]]:
        """Alias, skill and place of every match that is a whole word; of overlapping ones the longest."""
        low = text.lower()
        matches = []
        for last, (name, slug) in self._automaton.iter(low):
            start, end = last + 1 - len(name), last + 1
            if not (start and low[start - 1].isalnum() and name[0].isalnum()) and not (
                low[end : end + 1].isalnum() and name[-1].isalnum()
            ):
                matches.append((name, slug, Span(start, end)))
        kept: list[tuple[str, str, Span]] = []
        until = 0
        for match in sorted(matches, key=lambda one: (one[2].start, -one[2].end)):
            if match[2].start >= until:
                kept.append(match)
                until = match[2].end
        return kept

    def is_sure(self, text: str, span: Span) -> bool:
        """Whether the alias that stands there needs no company to be a skill."""
        return span.of(text) in self._sure or span.of(text).lower() in self._sure

    def find(self, text: str) -> Found:
        return [(slug, span) for _, slug, span in self.names(text)]


def read(file: Path) -> Iterator[Posting]:
    """The postings of one file, in its order."""
    groups: dict[tuple[str, int], list[tuple[list[str], list[str]]]] = {}
    for line in file.read_text("utf-8").splitlines():
        row = json.loads(line)
        groups.setdefault((row["source"], row["idx"]), []).append((row["tokens"], row["tags_knowledge"]))
    for (source, _), lines in groups.items():
        yield _posting(source, lines)


def _posting(source: str, lines: Iterable[tuple[list[str], list[str]]]) -> Posting:
    parts: list[str] = []
    sentences: list[Span] = []
    gold: list[Span] = []
    at = 0
    for tokens, tags in lines:
        start = at
        for token, tag in zip(tokens, tags, strict=True):
            if tag == "B":
                gold.append(Span(at, at + len(token)))
            elif tag == "I" and gold:
                gold[-1] = Span(gold[-1].start, at + len(token))
            at += len(token) + 1
        parts.append(" ".join(tokens))
        sentences.append(Span(start, max(start, at - 1)))
        at += 1  # a space less, two line ends more
    return Posting(source, "\n\n".join(parts), tuple(sentences), tuple(gold))


def open_score(postings: Sequence[Posting], found: Sequence[Found], *, strict: bool = False) -> Score:
    """Spans against all gold spans: any overlap, or (strict) the same words but for signs at the edges."""
    right = named = hit = wanted = 0
    for one, spans in zip(postings, ([span for _, span in mentions] for mentions in found), strict=True):
        gold = one.gold
        if strict:
            bare_gold, bare = {_bare(one.text, span) for span in gold}, {_bare(one.text, span) for span in spans}
            right += len(bare_gold & bare)
            hit += len(bare_gold & bare)
        else:
            right += sum(any(span.overlaps(other) for other in gold) for span in spans)
            hit += sum(any(span.overlaps(other) for other in spans) for span in gold)
        named += len(spans)
        wanted += len(gold)
    return Score(right / max(named, 1), hit / max(wanted, 1))


def _bare(text: str, span: Span) -> Span:
    words = span.of(text)
    lead = len(words) - len(words.lstrip(_EDGES))
    bare = words.strip(_EDGES)
    return Span(span.start + lead, span.start + lead + len(bare)) if bare else span


def closed_recall(postings: Sequence[Posting], found: Sequence[Found], plain: PlainDictionary) -> tuple[float, float]:
    """Found share of the gold spans that hold an alias of the graph, and the share of those that hold only ambiguous
    ones (that are a skill only in company)."""
    held = hit = ambiguous = 0
    for one, mentions in zip(postings, found, strict=True):
        for span in one.gold:
            places = [place for _, place in plain.find(span.of(one.text))]
            if not places:
                continue
            held += 1
            ambiguous += not any(plain.is_sure(span.of(one.text), place) for place in places)
            hit += any(span.overlaps(other) for _, other in mentions)
    return hit / max(held, 1), ambiguous / max(held, 1)


def precision_beside_gold(postings: Sequence[Posting], found: Sequence[Found]) -> float:
    """Of the mentions in sentences with at least one gold span, the share that overlaps one."""
    right = named = 0
    for one, mentions in zip(postings, found, strict=True):
        labelled = [place for place in one.sentences if any(place.overlaps(span) for span in one.gold)]
        for _, span in mentions:
            if any(span.overlaps(place) for place in labelled):
                named += 1
                right += any(span.overlaps(other) for other in one.gold)
    return right / max(named, 1)


def posting_score(postings: Sequence[Posting], found: Sequence[Found], plain: PlainDictionary) -> Score:
    """Skills per posting against those whose aliases stand inside its gold spans, summed over postings."""
    both = named = wanted = 0
    for one, mentions in zip(postings, found, strict=True):
        mine = {slug for slug, _ in mentions}
        gold = {slug for span in one.gold for slug, _ in plain.find(span.of(one.text))}
        both += len(mine & gold)
        named += len(mine)
        wanted += len(gold)
    return Score(both / max(named, 1), both / max(wanted, 1))


if __name__ == "__main__":
    measured = rows(quick="--quick" in sys.argv)
    if "--json" in sys.argv:
        print(as_json(measured))
    else:
        show(measured)
