"""Every number the search is tuned with: what it is measured in, and what fixed it.

The log-odds are a conditional logit with 'none of these' as one of the outcomes (McFadden 1974), fitted to questions
of people who had not seen the phrasings, and to leave-one-out of phrasings, near misses and what belongs elsewhere.
`sanad measure` and `sanad eval` show what they reach.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

SHARE_CONCEPTS: Final = 0.72
"""Of the nearness by which a target's nearest phrasing is chosen; the rest are letters."""
SHARE_CLASSIFIED: Final = 0.15
"""Of the classifier's word, beside the nearness, in choosing the targets whose evidence is weighed in full."""
SHARE_NEAREST: Final = 0.5
"""Of the nearest phrasing, beside the classifier's word, where there is no lexicon to give evidence."""
DEMAND_UNKNOWN: Final = 0.55
"""Of a known concept's weight, for a word the lexicon does not know: it may be a filler nobody has listed yet."""

WEIGHTS: Final[Mapping[str, float]] = {
    "base": -4.75,
    "concepts": 1.39,
    "support": 1.09,
    "verbatim": 8.0,
    "typical": -1.5,
    "classified": 3.36,
    "classified none": -2.45,
    "later date": -5.0,
    "length": 2.52,
    "usual kind": 0.66,
    "other wanted": -0.76,
    "other time": -0.57,
    "other kind": -1.12,
    "no figure": -1.32,
    "unexplained name": -4.2,
    "unexplained attribute": -4.8,
    "unexplained concept": -1.99,
    "unexplained number": -0.94,
    "unknown word": -1.6,
    "missing name": -0.18,
    "near miss": -4.0,
    "date": 1.5,
    "other date": -1.5,
    "unexplained wanted": -0.8,
    "no reason": -1.0,
    "future": -2.5,
}
"""Log-odds against 'none of these' for each kind of evidence, as `Evidence` describes it.

Set by hand are 'verbatim' and 'near miss', since what is left out in turn cannot speak for or against its own entry,
and 'unexplained name', 'unexplained attribute' and 'later date', which make another question of the same words: a fit
gives -3.2 and -2.6 for the first two. Over the question sets the stronger ones answer as many questions, and half a
percent fewer of those that nothing answers. So are 'no reason', 'future' and 'unexplained wanted', of which the
question sets have too few examples for a fit.
"""

WEIGHTS_REVIEWED: Final[Mapping[str, float]] = {
    "base": -4.39,
    "concepts": 0.37,
    "support": 3.43,
    "verbatim": 8.0,
    "typical": -3.50,
    "classified": 2.83,
    "classified none": -3.06,
    "later date": -5.0,
    "length": 0.18,
    "usual kind": 1.37,
    "other wanted": -1.17,
    "other time": -2.11,
    "other kind": -0.81,
    "no figure": -2.40,
    "unexplained name": -4.2,
    "unexplained attribute": -4.8,
    "unexplained concept": -1.31,
    "unexplained number": -1.60,
    "unknown word": -1.73,
    "missing name": 0.86,
    "near miss": -4.0,
    "date": 0.92,
    "other date": -3.53,
    "unexplained wanted": -0.8,
    "no reason": -1.0,
    "future": -2.5,
    "commonly told": 1.00,
    "untold": 0.44,
    "untold anywhere": -4.67,
    "alike": 4.36,
    "ahead": -0.04,
}
"""The same at a second look, with the kinds of evidence that `Review` describes, fitted to questions of people alone:
what is asked in a phrasing that is left out in turn has been learnt as told. 0.2 is taken off the fitted base, so that
`FLOOR_SURE` divides what should be answered from what should not.
"""

WEIGHTS_CONTINUED: Final[Mapping[str, float]] = {
    "base": -0.78,
    "alone": 0.45,
    "joined": 0.20,
    "classified joined": 0.90,
    "near": 1.21,
    "related": 1.47,
    "related and told": 0.10,
    "near, left out and told": 0.17,
    "another name, near and told": 1.78,
    "another name and titled": 1.07,
    "in full and alone": 0.10,
    "usual kind": 0.04,
    "tells kind": 0.55,
    "date": 1.03,
    "other time": -0.53,
    "words": 0.14,
    "things": -0.64,
    "untold": -0.21,
    "commonly told": 1.82,
    "near and commonly told": 0.46,
    "near and unknown": 0.06,
    "nearest told": 2.07,
    "near and nearest told": 1.34,
    "nearest untold": -1.42,
    "near and untold after it": -4.00,
    "untold anywhere": -2.59,
    "alike": 1.91,
    "near and alike": 0.09,
    "titled": 0.74,
    "titled alone": 0.50,
    "near and titled alone": -1.12,
    "typical": -0.81,
    "same and asked": 2.55,
    "same and in full": 0.17,
    "same and told": 0.78,
    "same and alone": -0.08,
    "same and classified joined": -0.77,
    "same and nearest told": -0.17,
    "same and titled alone": -0.60,
    "same and words": -0.28,
    "same and unknown": -0.11,
    "same and when": 0.76,
    "same and who": 0.46,
    "same and now": -1.61,
}
"""Log-odds for each kind of evidence that a message goes on to a target, as `Bearing` describes it; fitted alike, to
conversations of people who had not seen the phrasings, and to the knowledge's follow-ups, told and not
(`python -m benchmarks.follow_ups`).
"""

FLOOR_VERBATIM: Final = 0.99
"""Nearness from which a question counts as one of the phrasings."""
FLOOR_NEAR_MISS: Final = 0.55
"""Nearness from which a near miss that is nearer than every phrasing speaks against its entry.

Left out in turn, near misses hold back two of a hundred of each other, and one phrasing in a hundred: what they have
in common is for the classifier to learn.
"""
FLOOR_SAME: Final = 0.85
"""The same for a near miss in which nothing is named that sets it apart: it speaks against the same words only."""
FLOOR_SURE: Final = 0.45
"""Probability from which an entry may answer; what is not sure is asked back, which costs a tap and misleads nobody."""
FLOOR_CONTINUED: Final = 0.27
"""The same for a message that continues an earlier one."""
FLOOR_ASK: Final = 0.3
"""Probability of the best three together from which the reader is asked."""
FLOOR_ASK_REVIEWED: Final = 0.16
"""The same where they were looked at twice: what is left then is seldom what nothing answers."""
FLOOR_OFFERED: Final = 0.05
"""Probability from which an entry may be among the choices."""
FAVOUR_TOPIC: Final = 2.0
FAVOUR_RELATED: Final = 3.0
"""Log-odds in favour of an entry of the same topic as, or related to, the one that a short message continues."""
MOST_OFFERED: Final = 3
"""Choices in 'did you mean'."""
SUPPORTING: Final = 3
"""Phrasings of a target whose nearness is averaged as its support."""
