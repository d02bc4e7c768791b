"""What was learnt of how people ask, from all targets together: what is told of them, and what is asked after answers.

It gives a second look at targets that a question is likely to mean by its words: a question may say what the phrasings
of an entry say, and still ask what is told nowhere.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from knowledge.search.answerable import Answerable
from knowledge.search.asked_after import NOTHING_HEARD, Asked, AskedAfter, all_asked_after, mark_of, seen
from knowledge.search.asked_alike import AskedAlike
from knowledge.search.asked_of import AskedOf
from knowledge.search.review import Review

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from knowledge.schema import Entry, Heard
    from knowledge.search.index import Index
    from knowledge.search.question import Question, Reader


LEAST_LEARNT_FROM: Final = 100
"""Near misses from which enough is known of what is not told: with a few, one that happens to be near decides."""


class Experience:
    """Learnt once for a knowledge; holds no state of a conversation."""

    def __init__(
        self,
        index: Index,
        entries: Iterable[Entry],
        reader: Reader,
        *,
        heard: Mapping[str, Heard] = NOTHING_HEARD,
        like: Experience | None = None,
    ) -> None:
        """Learn for an index.

        Args:
            index: its targets have phrasings and near misses.
            entries: what is asked after their answers is learnt, too.
            reader: reads the questions that will be asked, too.
            heard: what people asked in their own words, by entry; what they asked after its answers is learnt.
            like: what was learnt by a reader with the same lexicon; what would be learnt of the same texts is taken
                from it.
        """
        self._index = index
        after = list(all_asked_after(entries, heard))
        asked = [Asked.of(one, target.id, is_told=True) for target in index.targets for one in target.phrasings]
        told = [*asked, *(one for one in after if one.is_told)]
        is_after_alike = like is not None and like.asked_after.learnt_from == mark_of(after)
        is_told_alike = like is not None and like.asked_alike.learnt_from == mark_of(told)
        is_of_alike = like is not None and like.asked_of.learnt_from == index.targets
        self.asked_after: AskedAfter = like.asked_after if like and is_after_alike else AskedAfter(after, reader)
        self.answerable: Answerable = like.answerable if like and is_after_alike else Answerable(after, reader)
        self.asked_alike: AskedAlike = like.asked_alike if like and is_told_alike else AskedAlike(told, reader)
        self.asked_of: AskedOf = like.asked_of if like and is_of_alike else AskedOf(index, reader)

    @property
    def suffices(self) -> bool:
        """Whether enough was learnt for a second look; a young knowledge does without."""
        return self.asked_of.near_misses >= LEAST_LEARNT_FROM

    def reviewer(self, question: Question) -> Callable[[str, Question], Review]:
        """What looks again at the entries that a question may mean, each by its id and what is asked of it."""
        said = list(seen(question))
        alike, untold_anywhere = self.asked_alike.compare(said), self.asked_after.untold_anywhere(said)

        def review(target: str, asked: Question) -> Review:
            profile = self._index.profile(target)
            return Review(
                commonly_told=self.asked_of.score(asked, profile),
                untold=profile.untold(asked.features),
                untold_anywhere=untold_anywhere,
                alike=alike[target],
                ahead=alike.ahead(target),
            )

        return review
