"""Short questions that continue an earlier one: read by themselves, joined with it, and near what answered it."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from functools import partial
from itertools import chain
from typing import TYPE_CHECKING, Final, NamedTuple

from knowledge.schema import ConceptClass
from knowledge.search import tuning
from knowledge.search.asked_after import seen
from knowledge.search.bearing import Bearing
from knowledge.search.decide import Decision, decide
from knowledge.search.evidence import shared_out, weigh
from knowledge.search.finder import WHERE, Finding
from knowledge.search.question import KINDS_OF_FIGURE, Feature, Question

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from knowledge.dates import PartialDate
    from knowledge.schema import Claim, Entry
    from knowledge.search.asked_after import Resemblance
    from knowledge.search.comparison import Comparison
    from knowledge.search.evidence import Evidence
    from knowledge.search.experience import Experience
    from knowledge.search.finder import Finder
    from knowledge.search.profile import Profile

PROMISING_WEIGHED: Final = 5
"""Targets that are weighed for what a message says by itself, and as many for both turns together."""
NEAR_WEIGHED: Final = 5
"""Entries near the answer before that are weighed; those further down are never the likeliest."""
OFTEN_ASKED_AFTER: Final = 3
"""Entries near the answer before that are weighed because of what is asked after their answers."""
USUALLY_ASKED: Final = 0.4
"""How near a follow-up of an entry is to a message from which people usually ask such a thing."""
MOST_OF_A_NAME: Final = 15
"""Entries whose titles have a name, up to which they are near each other; 'the Coalition' tells nothing."""
FEW_WORDS: Final = 4
"""Words up to which a message must have left something out."""
OFTEN_ASKED: Final = 0.4
"""Share of a target's phrasings that ask for a kind of thing, from which it tells that kind: 'who' may be countries."""
MOST_KEPT: Final = 0.5
"""Share of what the earlier question named, by its weight, that a claim beside the answer has to tell, too."""


class Continued(NamedTuple):
    """A short message after an answer, in its readings."""

    said: Question
    """By itself, as it was written."""
    question: Question
    """Without words that only point back, and with the time that it means."""
    joined: Question
    """What both turns ask together."""
    entry: str | None
    """Which gave the answer."""
    asked: PartialDate | None = None
    """The time of the answer, where the message goes on from it and names none."""
    points_at: bool = False
    """Whether it points at a thing that was asked before: 'that meeting'."""
    leaves_entry: bool = False
    """Whether it asks for somebody of whom the entry that gave the answer surely tells nothing."""
    compared: Comparison | None = None
    """What was said beside all targets, if it has been compared already."""

    @property
    def wants_another_figure(self) -> bool:
        """Whether it names somebody else after a figure, and so asks for a figure, too: 'and Bahrain?'."""
        return _is_another_name(self.question) and not self.joined.kinds.isdisjoint(KINDS_OF_FIGURE)


class _Demand(NamedTuple):
    """Something that is named, on which a target should have something to say."""

    met_by: frozenset[str]
    """The feature, and those that lie in it: of Syria, what tells of Raqqa."""
    weight: float
    """How much it matters."""


class _Compared(NamedTuple):
    """A message beside all targets: by itself, with the question before it, and as something asked after an answer."""

    alone: Comparison
    together: Comparison
    after: Resemblance
    """Beside what is asked after answers."""
    alike: Mapping[str, float]
    """By target how alike it is to all that is asked of it."""
    near: Mapping[str, float]
    """The targets near the answer before, with the log-odds in their favour."""
    demands: Sequence[_Demand]
    """What the message names."""
    demands_together: Sequence[_Demand]
    """The same of both turns."""
    bearing: Callable[..., Bearing]
    """Made for a target of what is so for it, beside what is so of the message whatever the target."""


class Continuation:
    """Goes on from an earlier question, over the entries of a finder. Holds no state of a conversation."""

    def __init__(self, finder: Finder, entries: Mapping[str, Entry], *, experience: Experience | None = None) -> None:
        """Go on over some entries, by what was learnt of how people ask; by default, what the finder has learnt."""
        self._finder = finder
        self._experience = experience or finder.experience
        self._entries = entries
        self._titles = {entry: frozenset(finder.titles[entry].ids) for entry in entries}
        # What belongs elsewhere has no title; what it is about stands in most of its questions.
        self._subjects = {target.id: self._mostly_asked(target.id) for target in finder.index.targets} | self._titles
        self._near_entries = self._all_near()
        self._narrower: dict[str, frozenset[str]] = {}
        """The concepts that lie in a broader one."""
        for narrower, broader in finder.vocabulary.part_of.items():
            self._narrower[broader] = self._narrower.get(broader, frozenset()) | {narrower}

    def go_on(self, continued: Continued) -> Decision:
        """What a short message asks after an answer; the likeliest alone is asked."""
        found = self.bearings(continued).items()
        candidates = shared_out((target, evidence, bearing.strength) for target, (evidence, bearing) in found)
        likeliest = max((candidate.probability for candidate in candidates), default=0.0)
        return decide(candidates, floor=max(tuning.FLOOR_CONTINUED, likeliest))

    def is_usual(self, continued: Continued, decision: Decision) -> bool:
        """Whether people usually ask such a thing after an answer of the entry that a message was decided for."""
        told = self._experience.asked_after.compare(list(seen(continued.said))).told
        return any(told.get(one.id, 0.0) >= USUALLY_ASKED for one in decision.candidates[:1])

    def bearings(self, continued: Continued) -> dict[str, tuple[Evidence, Bearing]]:
        """What speaks for the targets that a short message may ask after an answer, with the evidence of both turns."""
        question, near = continued.question, self.nearby(continued.entry)
        compare = self._finder.index.compare
        said = list(seen(continued.said))
        after = self._experience.asked_after.compare(said)
        demands, demands_together = self._demands(question), self._demands(continued.joined)
        alone = continued.compared or compare(continued.said)
        alike = self._experience.asked_alike.compare(said)
        bearing = self._bearing_of(continued, after)
        compared = _Compared(alone, compare(continued.joined), after, alike, near, demands, demands_together, bearing)
        # What is near, or comes near to the earlier question, is nothing to a message on which it has nothing to say.
        likely_near = compared.together.first_of(near, NEAR_WEIGHED)
        promising, promising_together = (
            comparison.promising[:PROMISING_WEIGHED] for comparison in (compared.alone, compared.together)
        )
        beside = (one for one in (*promising_together, *likely_near) if self._explains_any(one, question.features))
        own = [one for one in (continued.entry,) if one is not None and one in self._entries]
        usual = sorted(near, key=lambda one: -after.told.get(one, 0.0))[:OFTEN_ASKED_AFTER]
        targets = [*own, *promising, *beside, *usual]
        if continued.leaves_entry or self._names_others(continued):
            targets = [target for target in targets if target != continued.entry]
        if continued.wants_another_figure:
            kept = [one for one in continued.joined.features if one.id not in question.ids and not one.is_named]
            targets = [
                one for one in targets if self._tells_kind(one, KINDS_OF_FIGURE) and self._explains_any(one, kept)
            ]
        return {
            target: (compared.together.evidence(target), self._bearing(target, compared, continued))
            for target in dict.fromkeys(targets)
        }

    def _names_others(self, continued: Continued) -> bool:
        """Whether a message names somebody or a place, and the entry that gave the answer has nothing to say on any."""
        named = [one for one in continued.question.features if one.is_named]
        return (
            continued.entry is not None
            and continued.entry in self._entries
            and not self._explains_any(continued.entry, named)
        )

    def _bearing_of(self, continued: Continued, after: Resemblance) -> Callable[..., Bearing]:
        """What makes a bearing of what is so for a target, beside what is so of the message whatever the target."""
        question = continued.question
        return partial(
            Bearing,
            untold_after_it=after.untold.get(continued.entry or "", 0.0),
            untold_anywhere=after.untold_anywhere,
            is_another_name=_is_another_name(question),
            leaves_out=continued.points_at or len(question.words) <= FEW_WORDS,
            commonly_told=self._experience.answerable.score(continued.said),
            words=len(continued.said.words),
            things=len(question.features),
            unknown=sum(not one.is_known for one in question.features),
            asks_when="date" in question.kinds,
            asks_who="person" in question.kinds,
            asks_of_now="now" in question.times,
        )

    def _bearing(self, target: str, compared: _Compared, continued: Continued) -> Bearing:
        question, entry, asked = continued.question, continued.entry, continued.asked
        by_itself, joined = compared.alone.evidence(target), compared.together.evidence(target)
        profile, is_near = self._finder.index.profile(target), target in compared.near
        usual_kind = profile.usual_kind(question)
        tells_kind = not question.kinds or usual_kind >= OFTEN_ASKED or self._tells_kind(target, question.kinds)
        return compared.bearing(
            alone=by_itself.strength,
            joined=joined.strength,
            classified_joined=joined.classified,
            nearest_told=compared.after.told.get(target, 0.0),
            nearest_untold=compared.after.untold.get(target, 0.0),
            alike=compared.alike.get(target, 0.0),
            titled=self._titled(target, compared.demands_together) if target != entry else 0.0,
            titled_alone=self._titled(target, compared.demands),
            typical=by_itself.typical,
            is_same=target == entry,
            is_near=is_near,
            is_related=entry is not None and entry in self._entries and target in self._entries[entry].related,
            told=_told(profile, compared.demands) if question.features else float(tells_kind),
            usual_kind=usual_kind,
            tells_kind=tells_kind,
            speaks_of_date=joined.speaks_of_date,
            is_of_other_time=asked is not None and not self._speaks_of(target, asked),
            untold=profile.untold(question.features),
        )

    def _mostly_asked(self, target: str) -> frozenset[str]:
        """What most phrasings of a target name."""
        profile = self._finder.index.profile(target)
        return frozenset(filter(profile.is_usual, profile.asked))

    def _demands(self, question: Question) -> Sequence[_Demand]:
        return [
            _Demand(self._narrower.get(one.id, frozenset()) | {one.id}, self._finder.index.demand(one))
            for one in question.features
        ]

    def _titled(self, target: str, demands: Sequence[_Demand]) -> float:
        """The share of what is demanded that the title of a target has, itself or a part of it."""
        return _met(demands, self._subjects.get(target, frozenset()))

    def _speaks_of(self, target: str, asked: PartialDate) -> bool:
        """Whether a claim of an entry is about a time; a subject that is none has no time."""
        entry = self._entries.get(target)
        return entry is None or any(claim.period.overlaps(asked) for claim in entry.claims)

    def _tells_kind(self, target: str, kinds: Iterable[str]) -> bool:
        entry = self._entries.get(target)
        return entry is not None and self._finder.tells_kind(entry, kinds)

    def _explains_any(self, target: str, features: Sequence[Feature]) -> bool:
        """Whether an entry has something to say on one of some features, or there are none."""
        return not features or any(map(self._finder.index.profile(target).explains, features))

    def elsewhere(
        self,
        features: Iterable[str],
        kinds: Iterable[str],
        entry: str | None,
        question: Question,
        *,
        is_dated: bool = False,
    ) -> Finding:
        """Look for what an earlier question asks, changed by a short one, in other entries than that which answered it.

        What is near the answer is in favour; with `is_dated` only what speaks of the date that the short one names.
        """
        joined = self.join(features, kinds, question)
        others = [
            (target, evidence)
            for target, evidence in self._finder.index.nearest(joined)
            if target != entry and (evidence.speaks_of_date or not is_dated)
        ]
        return Finding(joined, decide(weigh(others, self.nearby(entry))))

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
        """Log-odds in favour of the entries that a reader of one entry is likely to go on to."""
        return self._near_entries.get(entry or "", {})

    def _all_near(self) -> dict[str, Mapping[str, float]]:
        """What is near each entry; worked out beforehand, since a reply should not wait for it."""
        of_topic: defaultdict[str, list[str]] = defaultdict(list)
        of_name: defaultdict[str, list[str]] = defaultdict(list)
        relating: defaultdict[str, list[str]] = defaultdict(list)
        for entry in self._entries.values():
            of_topic[entry.topic].append(entry.id)
            for name in filter(self._is_named, self._titles[entry.id]):
                of_name[name].append(entry.id)
            for other in entry.related:
                relating[other].append(entry.id)
        near: dict[str, Mapping[str, float]] = {}
        for entry in self._entries.values():
            # A name that many titles have, as 'the Coalition', tells nothing.
            namesakes = (others for name in self._titles[entry.id] if len(others := of_name[name]) <= MOST_OF_A_NAME)
            beside = chain(of_topic[entry.topic], *namesakes, relating[entry.id])
            related = filter(self._entries.__contains__, entry.related)
            near[entry.id] = {
                **dict.fromkeys(beside, tuning.FAVOUR_TOPIC),
                **dict.fromkeys(related, tuning.FAVOUR_RELATED),
            }
        return near

    def _is_named(self, feature: str) -> bool:
        klass = self._finder.classes.get(feature)
        return klass is not None and klass.is_named

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


def _is_another_name(question: Question) -> bool:
    names = [feature.is_named for feature in question.features]
    return bool(names) and all(names) and not question.kinds


def _told(profile: Profile, demands: Sequence[_Demand]) -> float:
    """The share of what is demanded that a single claim tells at the most."""
    return max((_met(demands, claim) for claim in profile.told), default=0.0)


def _met(demands: Sequence[_Demand], features: frozenset[str]) -> float:
    """The share of what is demanded that some features meet, by weight."""
    met = sum(demand.weight for demand in demands if not features.isdisjoint(demand.met_by))
    return met / (sum(demand.weight for demand in demands) or 1.0)
