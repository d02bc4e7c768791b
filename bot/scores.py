"""What an evaluation comes to: shares of the judgements, confused entries, and every miss; as lines or as an object."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from handlers.judging import Expectation, Judgement, meant_entry
from handlers.model import Kind, Offer

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from bot.question_sets import Row
    from handlers.library import Library
    from handlers.model import Reply

    Counts = Counter[Judgement]

GROUPS: Final = ("expected", "language", "variety", "noise")
"""By what rows are told apart. The language is the one in which Sanad replied."""
_NAMED: Final = 24
"""Columns for the name of a group."""


@dataclass(frozen=True, slots=True)
class Judged:
    """A row with the reply it got, and how good that is."""

    row: Row
    reply: Reply
    judgement: Judgement

    @property
    def is_miss(self) -> bool:
        return self.judgement is not Judgement.RIGHT

    @property
    def outcome(self) -> str:
        """What the reply was, with the entries, the intent or the reason it names."""
        reply = self.reply
        offered = [choice.target for choice in reply.choices if choice.offer is Offer.ENTRY]
        named = {
            Kind.ANSWER: reply.entry or "",
            Kind.CLARIFY: ", ".join(offered),
            Kind.GAP: reply.reason or "",
            Kind.INTENT: reply.intent or "",
        }
        return f"{reply.kind}: {named[reply.kind]}"

    def named_groups(self) -> Mapping[str, str]:
        """The row's name in each of `GROUPS`; empty where it has none."""
        row = self.row
        names = (row.expected.expectation, self.reply.language, row.variety, row.noise)
        return dict(zip(GROUPS, names, strict=True))


@dataclass(slots=True)
class Scores:
    """Counts of judgements."""

    groups: Mapping[str, dict[str, Counts]] = field(
        default_factory=lambda: {group: defaultdict(Counter) for group in GROUPS}
    )
    """For each of `GROUPS`, by its members."""
    follow_ups: Counts = field(default_factory=Counter)
    """Of the second turns and later ones of conversations."""
    whole: Counts = field(default_factory=Counter)
    confusions: Counter[tuple[str, str]] = field(default_factory=Counter)
    """What should have answered, or was expected instead of an answer, and the entry that answered."""
    misses: list[Judged] = field(default_factory=list)

    @classmethod
    def of(cls, judged: Iterable[Judged], library: Library) -> Scores:
        """Count."""
        scores = cls()
        for one in judged:
            scores._count(one)
            if one.is_miss:
                scores.misses.append(one)
                if one.reply.kind is Kind.ANSWER:
                    scores.confusions[_wanted(one.row, library), one.reply.entry or ""] += 1
        return scores

    def share(self, expectation: Expectation, *judgements: Judgement) -> float:
        """Percent of the rows with an expectation that were judged so."""
        return _percent(self.groups["expected"][expectation], *judgements)

    def lines(self) -> Iterator[str]:
        """The table, then the confused entries, most often confused ones first."""
        yield f"{'':{_NAMED}} {'rows':>5} " + " ".join(f"{judgement:>7}" for judgement in Judgement)
        for group in GROUPS:
            if members := self._members(group):
                yield group
                yield from (_line(f"  {name}", counts) for name, counts in members.items())
        if self.follow_ups.total():
            yield _line("follow-ups", self.follow_ups)
        yield _line("all", self.whole)
        if self.confusions:
            yield ""
            yield "expected -> answered by"
            yield from (f"{times:4} {wanted} -> {entry}" for (wanted, entry), times in self.confusions.most_common())

    def miss_lines(self) -> Iterator[str]:
        """Every miss: id, judgement, what was replied, and the text, with tabs between them."""
        for one in self.misses:
            yield "\t".join((one.row.id, one.judgement, one.outcome, " ".join(one.row.text.split())))

    def as_object(self) -> dict[str, Any]:
        """The same for a program: counts in place of shares."""
        return {
            **{group: {name: _counted(counts) for name, counts in self._members(group).items()} for group in GROUPS},
            "follow_ups": _counted(self.follow_ups),
            "all": _counted(self.whole),
            "confusions": [
                {"expected": wanted, "answered": entry, "times": times}
                for (wanted, entry), times in self.confusions.most_common()
            ],
            "misses": [
                {
                    "id": one.row.id,
                    "judgement": one.judgement,
                    "expected": one.row.expected.expectation,
                    "reply": one.outcome,
                    "text": one.row.text,
                }
                for one in self.misses
            ],
        }

    def _count(self, judged: Judged) -> None:
        self.whole[judged.judgement] += 1
        self.follow_ups[judged.judgement] += judged.row.turn > 1
        for group, name in judged.named_groups().items():
            if name:
                self.groups[group][name][judged.judgement] += 1

    def _members(self, group: str) -> dict[str, Counts]:
        """Those of a group, most rows first."""
        members = sorted(self.groups[group].items(), key=lambda member: (-member[1].total(), member[0]))
        return dict(members)


def _wanted(row: Row, library: Library) -> str:
    """The entry that should have answered a row, or what was expected instead of an answer."""
    if row.expected.expectation in {Expectation.ANSWER, Expectation.EITHER}:
        return meant_entry(row.expected, row.text, library) or "(several entries or none)"
    return f"({row.expected.expectation})"


def _line(name: str, counts: Counts) -> str:
    shares = " ".join(f"{_percent(counts, judgement):6.1f}%" for judgement in Judgement)
    return f"{name:{_NAMED}} {counts.total():5} {shares}"


def _percent(counts: Counts, *judgements: Judgement) -> float:
    return 100 * sum(counts[judgement] for judgement in judgements) / max(1, counts.total())


def _counted(counts: Counts) -> dict[str, int]:
    return {"rows": counts.total(), **{judgement: counts[judgement] for judgement in Judgement}}
