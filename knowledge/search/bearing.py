"""What speaks for it that a short message, said after an answer, asks a target: each kind of evidence by itself.

The message is read by itself and joined with the question before it. Neither reading is chosen beforehand: how likely
each is, what the target tells, and how near it is to the answer before are weighed together.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from knowledge.search import tuning
from knowledge.search.evidence import log_odds

if TYPE_CHECKING:
    from collections.abc import Mapping

_LEAST: Final = -12.0
_MOST: Final = 8.0
"""Log-odds beyond which a reading is not more or less likely."""


class Bearing(NamedTuple):
    """Why a message may ask a target, after an answer. Shares lie between 0 and 1."""

    alone: float
    """Log-odds of the target for the message by itself."""
    joined: float
    """Log-odds for what both turns ask together."""
    classified_joined: float
    """What the classifier says for the target of both turns together; above 0 for it."""
    nearest_told: float
    """How near the nearest of the target's follow-ups is, 0 to 1."""
    nearest_untold: float
    """How near the nearest question is that the target leaves unanswered, 0 to 1."""
    untold_after_it: float
    """The same of the entry that gave the answer before."""
    untold_anywhere: float
    """The same of any entry."""
    alike: float
    """How alike the message is to all that is asked of the target together, -1 to 1."""
    titled: float
    """The share of what both turns name that the target's title has; 0 for the entry that gave the answer before,
    whose title the earlier question nearly always names."""
    titled_alone: float
    """The same of what the message names."""
    typical: float
    """How usual what the message names is among the target's phrasings."""
    is_same: bool
    """Whether it gave the answer before."""
    is_near: bool
    """Whether it is of that answer's topic or name, or related to it either way."""
    is_related: bool
    """Whether that answer's entry names it as related."""
    told: float
    """How much a single claim tells of all that the message names, by weight; of one that names
    nothing, whether a claim tells the kind of thing that it asks for."""
    usual_kind: float
    """Share of the target's phrasings that ask for the same kind of thing as the message."""
    tells_kind: bool
    """Whether the target's claims tell that kind of thing, or the message asks for none."""
    speaks_of_date: float
    """How closely a claim speaks of a date that is meant."""
    is_of_other_time: bool
    """Whether no claim is about the time of the answer before, from which the message goes on."""
    is_another_name: bool
    """Whether the message names nothing but countries, persons and the like, and asks for nothing: 'and in Syria?'."""
    leaves_out: bool
    """Whether the message has so few words that something was left out, or points at a thing that was asked before."""
    commonly_told: float
    """Whether answers commonly tell what the message asks; above 0 if so."""
    words: int
    """In the message."""
    things: int
    """How many things it names."""
    untold: int
    """How many of them no claim of the target tells."""
    unknown: int
    """How many of them the lexicon does not know."""
    asks_when: bool
    """Whether it asks for a date."""
    asks_who: bool
    """Whether it asks for a person."""
    asks_of_now: bool
    """Whether it asks of what is so now."""

    @property
    def parts(self) -> Mapping[str, float]:
        """Each kind of evidence as a number, under the name that its weight has in `tuning.WEIGHTS_CONTINUED`."""
        return {
            "base": 1.0,
            "alone": self._alone,
            "joined": min(_MOST, max(_LEAST, self.joined)),
            "classified joined": self.classified_joined,
            "near": float(self.is_near),
            "related": float(self.is_related),
            "related and told": self.is_related * self.told,
            "near, left out and told": self.is_near * self.leaves_out * self.told,
            "another name, near and told": self.is_near * self.is_another_name * self.told,
            "another name and titled": self.is_another_name * self.titled_alone,
            "in full and alone": (not self.leaves_out) * self._alone,
            "usual kind": self.usual_kind,
            "tells kind": float(self.tells_kind),
            "date": self.speaks_of_date,
            "other time": float(self.is_of_other_time),
            "words": float(self.words),
            "things": float(self.things),
            "untold": float(self.untold),
            "commonly told": self.commonly_told,
            "near and commonly told": self.is_near * self.commonly_told,
            "near and unknown": float(self.is_near * self.unknown),
            "nearest told": self.nearest_told,
            "near and nearest told": self.is_near * self.nearest_told,
            "nearest untold": self.nearest_untold,
            "near and untold after it": self.is_near * self.untold_after_it,
            "untold anywhere": self.untold_anywhere,
            "alike": self.alike,
            "near and alike": self.is_near * self.alike,
            "titled": self.titled,
            "titled alone": self.titled_alone,
            "near and titled alone": self.is_near * self.titled_alone,
            "typical": self.typical,
            **{f"same and {name}": self.is_same * part for name, part in self._of_the_same.items()},
        }

    @property
    def _of_the_same(self) -> Mapping[str, float]:
        """What counts otherwise for the target that gave the answer: people ask on about what they have just read."""
        return {
            "asked": 1.0,
            "in full": float(not self.leaves_out),
            "told": self.told,
            "alone": self._alone,
            "classified joined": self.classified_joined,
            "nearest told": self.nearest_told,
            "titled alone": self.titled_alone,
            "words": float(self.words),
            "unknown": float(self.unknown),
            "when": float(self.asks_when),
            "who": float(self.asks_who),
            "now": float(self.asks_of_now),
        }

    @property
    def _alone(self) -> float:
        return min(_MOST, max(_LEAST, self.alone))

    @property
    def strength(self) -> float:
        """Log-odds against 'none of these'."""
        return log_odds(self.parts, tuning.WEIGHTS_CONTINUED)
