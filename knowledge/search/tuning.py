"""Every number the search is tuned with: what it is measured in, and what fixed it.

The log-odds are a conditional logit with 'none of these' as one of the outcomes (McFadden 1974), fitted to
leave-one-out of the entries' own phrasings (the right entry is known) and of their near misses (the wrong one is).
`sanad measure` shows what they reach.
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
    "base": -8.86,
    "concepts": 4.98,
    "support": 3.32,
    "verbatim": 6.0,
    "typical": 1.08,
    "told": 0.47,
    "classified": 1.3,
    "classified none": -1.3,
    "later date": -2.0,
    "length": 3.13,
    "usual kind": 0.55,
    "other kind": -2.23,
    "no figure": -1.89,
    "unexplained name": -3.72,
    "unexplained attribute": -4.0,
    "unexplained concept": -2.02,
    "unheard concept": -1.27,
    "unknown word": -0.03,
    "missing name": -0.49,
    "near miss": -6.0,
    "date": 1.09,
}
"""Log-odds against 'none of these' for each kind of evidence, as `Evidence` describes it.

'verbatim' and 'near miss' are set by hand: what is left out in turn cannot speak for or against its own entry.
"""

FLOOR_VERBATIM: Final = 0.99
"""Nearness from which a question counts as one of the phrasings."""
FLOOR_NEAR_MISS: Final = 0.55
"""Nearness from which a near miss that is nearer than every phrasing speaks against its entry.

Left out in turn, near misses hold back a quarter of each other, and about one phrasing in a hundred.
"""
FLOOR_SURE: Final = 0.42
"""Probability from which an entry may answer; what is not sure is asked back, which costs a tap and misleads nobody."""
FLOOR_ASK: Final = 0.38
"""Probability of the best three together from which the reader is asked."""
FLOOR_OFFERED: Final = 0.08
"""Probability from which an entry may be among the choices."""
FAVOUR_TOPIC: Final = 2.0
FAVOUR_RELATED: Final = 3.0
"""Log-odds in favour of an entry of the same topic as, or related to, the one that a short message continues."""
MOST_OFFERED: Final = 3
"""Choices in 'did you mean'."""
SUPPORTING: Final = 3
"""Phrasings of a target whose nearness is averaged as its support."""
