"""Skill extraction on the labelled sentences of SkillSpan (development part): `python -m benchmarks.text_skills`.

A posting is all sentences with the same source and index. Postings are read whole, as in real use, an empty line
between their sentences. Gold are the knowledge spans; which skills they hold is read from each span alone, by all
spellings of all aliases without any rule, and common skills wherever they stand. One more row counts the skill spans
("develop web applications") as gold too: SkillSpan files there most of what the graph calls techniques and practices.
The peer is a plain dictionary of the same aliases: whole words, any case, no rules, found by pyahocorasick.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import ahocorasick

from benchmarks.table import Row, absent, as_json, at_least, at_most, seen, shared_data, show, within
from guildworks.kernels.text.gazetteer import Gazetteer
from guildworks.kernels.text.graph import Alias, SkillGraph
from guildworks.kernels.text.span import Span

GRAPH = Path(__file__).parents[1] / "src/guildworks/skills/graph"
_EDGES = " .,;:!?()[]\"'*-/"
_QUICK_POSTINGS = 12

Sentence = tuple[list[str], list[str], list[str]]  # tokens, knowledge tags, skill tags
Found = Sequence[tuple[str, Span]]  # skill and place
Finder = Callable[[str], Found]


@dataclass(frozen=True, slots=True)
class Posting:
    """One posting: its text, the places of its sentences, and its labelled spans in order."""

    source: str
    text: str
    sentences: tuple[Span, ...]
    gold: tuple[Span, ...]  # knowledge
    doing: tuple[Span, ...]  # what SkillSpan calls skill


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
    readers = Readers.of(SkillGraph.load(GRAPH))
    return [
        *_figures("tech", [one for one in postings if one.source == "tech"], readers),
        *_figures("tech and house", postings, readers),
        _speed(postings, readers),
    ]


@dataclass(frozen=True, slots=True)
class Readers:
    """Ours, the peer, and what tells which skills a label names."""

    ours: Finder
    plain: Finder
    labels: Labels

    @classmethod
    def of(cls, graph: SkillGraph) -> Readers:
        """All three over one graph."""
        gazetteer = Gazetteer.build(graph)
        return cls(
            lambda text: [(mention.skill, mention.span) for mention in gazetteer.find(text)],
            PlainDictionary(graph).find,
            Labels(graph),
        )


def _figures(part: str, postings: Sequence[Posting], readers: Readers) -> list[Row]:
    mine = [readers.ours(one.text) for one in postings]
    theirs = [readers.plain(one.text) for one in postings]
    lenient, strict = open_score(postings, mine), open_score(postings, mine, strict=True)
    recall, ambiguous = closed_recall(postings, mine, readers.labels)
    beside = [precision_beside_gold(postings, found) for found in (mine, theirs)]
    figures = [
        at_least(
            f"open span F1, lenient ({part})",
            lenient.f1,
            0.61,
            peer=open_score(postings, theirs).f1,
            note=f"P {lenient.precision:.3f} R {lenient.recall:.3f}",
        ),
        at_least(f"open span F1, strict ({part})", strict.f1, 0.45, peer=open_score(postings, theirs, strict=True).f1),
        at_least(f"closed recall ({part})", recall, 0.97, note="ambiguous aliases are in the denominator"),
        at_most(f"ambiguous share of mentions ({part})", ambiguous, 0.10, note="gold spans that need company"),
        seen(f"precision in sentences with a gold span ({part})", beside[0], peer=beside[1]),
        *_per_posting(part, postings, mine, theirs, readers.labels),
    ]
    return (
        figures
        if part == "tech"
        else [seen(row.figure, row.ours or 0, peer=row.peer, note=row.note) for row in figures]
    )


def _per_posting(
    part: str, postings: Sequence[Posting], mine: Sequence[Found], theirs: Sequence[Found], labels: Labels
) -> Iterator[Row]:
    for name, with_doing in (("posting-level F1", False), ("posting-level F1, skill spans too", True)):
        score = posting_score(postings, mine, labels, with_doing=with_doing)
        peer = posting_score(postings, theirs, labels, with_doing=with_doing)
        note = f"P {score.precision:.3f} R {score.recall:.3f}"
        yield at_least(f"{name} ({part})", score.f1, 0.84, peer=peer.f1, note=note)


def _speed(postings: Sequence[Posting], readers: Readers) -> Row:
    count = sum(len(one.sentences) for one in postings)
    ours, peer = (
        _seconds(find, [one.text for one in postings]) / count * 1e6 for find in (readers.ours, readers.plain)
    )
    return within("microseconds a sentence", ours, 50, peer=peer, note="processor time")


def _seconds(find: Finder, texts: Sequence[str]) -> float:
    """The best of three runs over all texts."""
    times = []
    for _ in range(3):
        start = time.process_time()
        for text in texts:
            find(text)
        times.append(time.process_time() - start)
    return min(times)


class PlainDictionary:
    """Whole words in any case, the longest first, and no rule."""

    def __init__(self, graph: SkillGraph) -> None:
        self._automaton = ahocorasick.Automaton()
        for skill in graph.skills.values():
            for alias in skill.aliases:
                self._automaton.add_word(alias.text.lower(), (alias.text.lower(), skill.slug))
        self._automaton.make_automaton()

    def find(self, text: str) -> Found:
        low = text.lower()
        matches: list[tuple[str, Span]] = []
        for last, (name, slug) in self._automaton.iter(low):
            start, end = last + 1 - len(name), last + 1
            if not (start and low[start - 1].isalnum() and name[0].isalnum()) and not (
                low[end : end + 1].isalnum() and name[-1].isalnum()
            ):
                matches.append((slug, Span(start, end)))
        kept: list[tuple[str, Span]] = []
        until = 0
        for match in sorted(matches, key=lambda one: (one[1].start, -one[1].end)):
            if match[1].start >= until:
                kept.append(match)
                until = match[1].end
        return kept


class Labels:
    """Which skills of the graph a labelled span names: every spelling of every alias, and no rule."""

    def __init__(self, graph: SkillGraph) -> None:
        bare = {
            slug: replace(skill, aliases=tuple(Alias(alias.text) for alias in skill.aliases), is_common=False)
            for slug, skill in graph.skills.items()
        }
        self._finder = Gazetteer.build(SkillGraph(bare))
        self._any_case = {a.text for skill in graph.skills.values() for a in skill.aliases if _is_sure(a, "any")}
        self._exact = {a.text for skill in graph.skills.values() for a in skill.aliases if _is_sure(a, "exact")}

    def find(self, text: str) -> Found:
        return [(mention.skill, mention.span) for mention in self._finder.find(text)]

    def is_ambiguous(self, text: str) -> bool:
        """Whether the text names skills, and every one in a way that is a skill only in company."""
        mentions = self._finder.find(text)
        sure = [m for m in mentions if m.alias in self._any_case or (m.alias in self._exact and m.alias in text)]
        return bool(mentions) and not sure


def _is_sure(alias: Alias, case: str) -> bool:
    return alias.needs == "nothing" and alias.case == case


def read(file: Path) -> Iterator[Posting]:
    """The postings of one file, in its order."""
    groups: dict[tuple[str, int], list[Sentence]] = {}
    for line in file.read_text("utf-8").splitlines():
        row = json.loads(line)
        sentence = (row["tokens"], row["tags_knowledge"], row["tags_skill"])
        groups.setdefault((row["source"], row["idx"]), []).append(sentence)
    for (source, _), lines in groups.items():
        yield _posting(source, lines)


def _posting(source: str, lines: Iterable[Sentence]) -> Posting:
    parts: list[str] = []
    sentences: list[Span] = []
    gold: list[Span] = []
    doing: list[Span] = []
    at = 0
    for tokens, knowledge, skill in lines:
        text = " ".join(tokens)
        parts.append(text)
        sentences.append(Span(at, at + len(text)))
        gold += _labelled(tokens, knowledge, at)
        doing += _labelled(tokens, skill, at)
        at += len(text) + 2
    return Posting(source, "\n\n".join(parts), tuple(sentences), tuple(gold), tuple(doing))


def _labelled(tokens: list[str], tags: list[str], at: int) -> list[Span]:
    """The spans of B and I tags, in characters from `at`."""
    spans: list[Span] = []
    for token, tag in zip(tokens, tags, strict=True):
        if tag == "B":
            spans.append(Span(at, at + len(token)))
        elif tag == "I" and spans:
            spans[-1] = Span(spans[-1].start, at + len(token))
        at += len(token) + 1
    return spans


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


def closed_recall(postings: Sequence[Posting], found: Sequence[Found], labels: Labels) -> tuple[float, float]:
    """Found share of the gold spans that name a skill of the graph, and the share of those that are ambiguous."""
    held = hit = ambiguous = 0
    for one, mentions in zip(postings, found, strict=True):
        for span in one.gold:
            if labels.find(span.of(one.text)):
                held += 1
                ambiguous += labels.is_ambiguous(span.of(one.text))
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


def posting_score(
    postings: Sequence[Posting], found: Sequence[Found], labels: Labels, *, with_doing: bool = False
) -> Score:
    """Skills per posting against those that its gold spans name, summed over postings."""
    both = named = wanted = 0
    for one, mentions in zip(postings, found, strict=True):
        mine = {slug for slug, _ in mentions}
        spans = (*one.gold, *one.doing) if with_doing else one.gold
        gold = {slug for span in spans for slug, _ in labels.find(span.of(one.text))}
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
