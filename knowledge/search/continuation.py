"""Short questions that continue an earlier one: read by themselves, joined with it, and near what answered it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from knowledge.schema import ConceptClass
from knowledge.search import tuning
from knowledge.search.decide import ELSEWHERE, Decision, Verdict, decide
from knowledge.search.evidence import weigh
from knowledge.search.finder import WHERE, Finding
from knowledge.search.index import COMMON
from knowledge.search.question import Feature, Question

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from knowledge.schema import Claim, Entry
    from knowledge.search.evidence import Evidence
    from knowledge.search.finder import Finder

    Nearest = Sequence[tuple[str, Evidence]]

MOST_OF_A_NAME: Final = 15
"""Entries whose titles have a name, up to which they are near each other; 'the Coalition' tells nothing."""
LEFT: Final = 0.4
"""Share of what a short question names, by its weight, that an entry may leave unexplained; never a name."""
MOST_KEPT: Final = 0.5
"""Share of what the earlier question named, by its weight, that a claim beside the answer has to tell, too."""


class Continuation:
    """Goes on from an earlier question, over the entries of a finder. Holds no state of a conversation."""

    def __init__(self, finder: Finder, entries: Mapping[str, Entry]) -> None:
        self._finder = finder
        self._entries = entries
        self._titles = {
            entry.id: frozenset(one.id for one in finder.reader.read_curated(entry.title.en).features if one.is_named)
            for entry in entries.values()
        }
        self._near_entries: dict[str, Mapping[str, float]] = {}

    def follow(
        self,
        features: Iterable[str],
        kinds: Iterable[str],
        entry: str | None,
        question: Question,
        *,
        points_back: bool = False,
        refers_back: bool = False,
        person: str | None = None,
    ) -> Finding:
        """Look for what a short question asks when it continues an earlier one.

        A message that names a subject of its own is read by itself first, with the entries near the earlier one in
        favour. Otherwise, and when that leads nowhere, it is joined with the earlier question: what it names replaces
        what that one named of the same class ('and in Syria?' after a question about Iraq).

        Args:
            features: of the earlier question.
            kinds: of the earlier question.
            entry: which answered it.
            question: the short one.
            points_back: whether it has a word for what was said before ('it', 'there'). Then no reading comes first:
                what is near the earlier answer is likelier than what is far from it, and then the surer one.
            refers_back: whether it has such a word at all. Then what is still named ('in it', of a city) belongs to it.
            person: of whom it speaks, if it says 'he' or 'she'.
        """
        favour, joined = self.nearby(entry), self.join(features, kinds, question)
        of_whom = (Feature(person, ConceptClass.PERSON),) if person is not None else ()
        own = replace(question, features=(*question.features, *of_whom))
        still = self._still_named(joined, question)
        of_those = self._of_those(question, own, still, entry)
        if refers_back and of_those is not None and of_those.decision.verdict is Verdict.SURE:
            return of_those
        alone = self._by_itself(replace(question, kinds=joined.kinds), own, still, entry)
        if alone is not None and self._comes_first(alone, question, entry if points_back else None):
            return Finding(joined, alone)
        joint = Finding(joined, self._near(self._finder.index.nearest(joined), own, still, entry))
        readings = [joint, *([replace(of_those, question=joined)] if of_those is not None else [])]
        if not question.kinds and question.features and joint.decision.verdict is not Verdict.SURE:
            readings += _sure(self._in_place_of_one(features, kinds, question, entry))
        if points_back and alone is not None:
            readings += _sure([Finding(joined, alone)])
        if of_whom and person not in joined.ids:
            readings.append(Finding(own, self._near(self._finder.index.nearest(own), own, still, entry)))
        return max(readings, key=lambda finding: self._preference(finding.decision, question, favour))

    def dated(self, features: Iterable[str], kinds: Iterable[str], entry: str | None, question: Question) -> Finding:
        """Look for what an earlier question asks of another date, in other entries, which speak of that date."""
        joined = self.join(features, kinds, question)
        found = self._finder.index.nearest(joined)
        speaking = [(target, evidence) for target, evidence in found if evidence.speaks_of_date and target != entry]
        return Finding(joined, decide(weigh(speaking, self.nearby(entry))))

    def wanted_beside(self, entry: str, question: Question) -> bool:
        """Whether phrasings of an entry near another one want just what a question wants, and its own do not."""
        beside = (other for other in self.nearby(entry) if other != entry)
        return not self._wants(entry, question) and any(self._wants(other, question) for other in beside)

    def told_beside(self, entry: str, question: Question) -> Entry | None:
        """The one entry near another whose phrasings want what a question wants, and a claim tells all it names."""
        beside = (self._entries[other] for other in self.nearby(entry) if other != entry)
        wanting = [
            other for other in beside if self._wants(other.id, question) and self._finder.naming(other, question)
        ]
        return wanting[0] if len(wanting) == 1 else None

    def naming_beside(
        self, entry: str, features: Iterable[str], question: Question
    ) -> tuple[Entry, Sequence[Claim]] | None:
        """The entry near another one with a claim that tells all a short question names and most of the earlier one."""
        weight = self._finder.index.weight
        earlier = {feature: weight(feature) for feature in features}
        found: list[tuple[float, str, Claim]] = []
        for other in self.nearby(entry):
            told = dict(zip(self._entries[other].claims, self._finder.index.profile(other).told, strict=True))
            naming = self._finder.naming(self._entries[other], question)
            found += ((sum(earlier[one] for one in told[claim] & earlier.keys()), other, claim) for claim in naming)
        most, other, claim = max(found, key=lambda one: one[0], default=(0.0, entry, None))
        is_enough = claim is not None and most > MOST_KEPT * sum(earlier.values())
        return (self._entries[other], [claim]) if claim is not None and is_enough else None

    def join(self, features: Iterable[str], kinds: Iterable[str], question: Question) -> Question:
        """A short question with what an earlier one named and asked, unless it names or asks something in its place."""
        asked = list(features)
        kept = [
            Feature(earlier, self._finder.classes.get(earlier, ConceptClass.THING))
            for earlier in asked
            if earlier not in question.ids and not any(self._replaces(one, earlier) for one in question.features)
        ]
        # 'And in Syria?' wants what was wanted of Iraq: what the earlier question named first.
        wants_same = not question.kinds and bool(kept) and kept[0].id == asked[0] and not kept[0].is_named
        return replace(
            question,
            features=(*question.features, *kept),
            kinds=question.kinds or frozenset(kinds),
            wanted=frozenset(f"{kind} {asked[0]}" for kind in kinds) if wants_same else question.wanted,
            grams={},
        )

    def nearby(self, entry: str | None) -> Mapping[str, float]:
        """Log-odds in favour of the entries that a reader of one entry is likely to go on to; remembered for each."""
        if entry is None or entry not in self._entries:
            return {}
        if entry not in self._near_entries:
            self._near_entries[entry] = self._near_to(entry)
        return self._near_entries[entry]

    def _near_to(self, entry: str) -> Mapping[str, float]:
        entries = self._entries.values()
        topic, related = self._entries[entry].topic, self._entries[entry].related
        favour = {other.id: tuning.FAVOUR_TOPIC for other in entries if other.topic == topic}
        favour.update(dict.fromkeys(self._of_the_same_name(entry), tuning.FAVOUR_TOPIC))
        favour.update({other.id: tuning.FAVOUR_TOPIC for other in entries if entry in other.related})
        favour.update({other: tuning.FAVOUR_RELATED for other in related if other in self._entries})
        return favour

    def _comes_first(self, alone: Decision, question: Question, pointed_at: str | None) -> bool:
        """Whether a short question by itself is so clear that no other reading has to be looked at.

        When it points at an entry, another one has to be near; and if phrasings of that entry ask just that, the other
        has to be the likeliest even if nothing had been said before.
        """
        if alone.verdict is not Verdict.SURE or pointed_at is None:
            return alone.verdict is Verdict.SURE
        found = alone.candidates[0].id
        if found not in self.nearby(pointed_at):
            return False
        return not self._wants(pointed_at, question) or found == self._finder.index.search(question, limit=1)[0].id

    def _preference(
        self, decision: Decision, question: Question, favour: Mapping[str, float]
    ) -> tuple[int, bool, bool, float]:
        """What makes one reading better than another: it is sure, near, asked so by phrasings; and how sure it is."""
        wanted = self._wants(decision.candidates[0].id, question) if decision.candidates else False
        return (_rank(decision.verdict), _is_near(decision, favour), wanted, decision.confidence)

    def _wants(self, target: str, question: Question) -> bool:
        """Whether a phrasing of a target asks for the same kind of the same thing as a question."""
        return not question.wanted.isdisjoint(self._finder.index.profile(target).wanted)

    def _by_itself(
        self, asked: Question, own: Question, still: Sequence[Feature], entry: str | None
    ) -> Decision | None:
        """What a short question with a subject asks about what is still named, or else about anything."""
        if not _has_subject(asked):
            return None
        found = self._finder.index.nearest(asked)
        near = self._near(found, own, still, entry)
        return near if near.verdict is Verdict.SURE else self._near(found, own, (), None)

    def _of_those(
        self, question: Question, own: Question, still: Sequence[Feature], entry: str | None
    ) -> Finding | None:
        """What a short question with a subject asks of what is still named from before."""
        if not (still and question.kinds and _has_subject(question)):
            return None
        asked = self.join([feature.id for feature in still], (), question)
        return Finding(asked, self._near(self._finder.index.nearest(asked), own, still, entry))

    def _still_named(self, joined: Question, question: Question) -> list[Feature]:
        """What the earlier question named, where a short one names nothing in its place."""
        earlier = (feature for feature in joined.features if feature.is_named and feature.id not in question.ids)
        weight = self._finder.index.weight
        named = (feature for feature in question.features if feature.is_named)
        # 'The Coalition' stands in the place of nothing: it is in every other question.
        if any(feature.klass is not ConceptClass.ORGANISATION or weight(feature.id) > COMMON for feature in named):
            return []
        return [feature for feature in earlier if weight(feature.id) > COMMON]

    def _in_place_of_one(
        self, features: Iterable[str], kinds: Iterable[str], question: Question, entry: str | None
    ) -> Iterator[Finding]:
        """Readings of 'and the other one?': what a short question names stands for one thing of the earlier one."""
        earlier = list(features)
        for replaced in earlier if len(earlier) > 1 else ():
            asked = self.join([identity for identity in earlier if identity != replaced], kinds, question)
            yield Finding(asked, self._near(self._finder.index.nearest(asked), question, (), entry))

    def _near(self, found: Nearest, own: Question, still: Sequence[Feature], entry: str | None) -> Decision:
        """What a reading of a short question leads to, among targets that can answer what it says itself.

        Args:
            found: for the reading.
            own: the short question, with whom it speaks of.
            still: what the earlier question named, and the short one says nothing in its place.
            entry: which answered the earlier one; what is near to it is in favour.
        """
        speaking = [
            (target, evidence)
            for target, evidence in found
            if target.startswith(ELSEWHERE) or (self._speaks_of(target, own, still) and self._tells(target, own, entry))
        ]
        return decide(weigh(speaking, self.nearby(entry)))

    def _speaks_of(self, target: str, own: Question, still: Sequence[Feature]) -> bool:
        """Whether an entry has something to say on all that a short question names, and on something still named."""
        explains = self._finder.index.profile(target).explains
        return self._explains_most(target, own) and (not still or any(map(explains, still)))

    def _explains_most(self, target: str, own: Question) -> bool:
        """Whether an entry has something to say on what a short question names, but for what weighs little."""
        explains, weight = self._finder.index.profile(target).explains, self._finder.index.demand
        left = [feature for feature in own.features if not explains(feature)]
        if any(feature.is_named or feature.is_attribute or feature.is_number for feature in left):
            return False
        return sum(map(weight, left)) <= LEFT * sum(map(weight, own.features))

    def _tells(self, target: str, own: Question, entry: str | None) -> bool:
        """Whether an entry tells the kind of thing that is asked; of others than the earlier, phrasings show it too."""
        is_asked_so = target != entry and not own.kinds.isdisjoint(self._finder.index.profile(target).kinds)
        return not own.kinds or is_asked_so or bool(self._finder.tells_of(self._entries[target], own))

    def _of_the_same_name(self, entry: str) -> Iterator[str]:
        """The entries whose titles have a name that this one's has, too, and few others have."""
        for name in self._titles[entry]:
            others = [other for other, names in self._titles.items() if name in names]
            if len(others) <= MOST_OF_A_NAME:
                yield from others

    def _replaces(self, feature: Feature, earlier: str) -> bool:
        """Whether a name stands in place of an earlier one: of its class, or another place, neither in the other."""
        klass, own, part_of = (
            self._finder.classes.get(earlier),
            self._finder.classes.get(feature.id),
            self._finder.vocabulary.part_of,
        )
        if klass is None or not klass.is_named:
            return False
        lies_in_other = part_of.get(earlier) == feature.id or part_of.get(feature.id) == earlier
        return klass is own or (klass in WHERE and own in WHERE and not lies_in_other)


def _has_subject(question: Question) -> bool:
    """Whether a question names anything but countries, persons and the like."""
    return any(not feature.is_named for feature in question.features)


def _is_near(decision: Decision, favour: Mapping[str, float]) -> bool:
    return bool(decision.candidates) and decision.candidates[0].id in favour


def _sure(findings: Iterable[Finding]) -> list[Finding]:
    return [finding for finding in findings if finding.decision.verdict is Verdict.SURE]


def _rank(verdict: Verdict) -> int:
    return [Verdict.NONE, Verdict.ASK, Verdict.SURE].index(verdict)
