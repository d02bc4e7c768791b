"""Every number the search is tuned with: what it is measured in, and what fixed it.

The log-odds are a conditional logit with 'none of these' as one of the outcomes (McFadden 1974), fitted to leave-one-out
of the entries' own phrasings (the right entry is known) and of their near misses (the entry is known to be wrong).
`sanad measure` shows what they reach.
"""

from __future__ import annotations

from typing import Final

SHARE_CONCEPTS: Final = 0.72
"""Of the nearness by which a target's nearest phrasing is chosen; the rest are letters."""
CREDIT_TEXT: Final = 0.6
"""Of a feature's weight, when only the entry's answer mentions it and none of its phrasings does."""
DEMAND_UNKNOWN: Final = 0.55
"""Of a known concept's weight, for a word the lexicon does not know: it may be a filler nobody has listed yet."""

BASE: Final = -3.82
PER_CONCEPTS: Final = 5.72
PER_SUPPORT: Final = 1.57
PER_TYPICAL: Final = 2.27
PER_COVERAGE: Final = 1.32
PER_OTHER_KIND: Final = -2.49
PER_NAMED: Final = -3.14
PER_FOREIGN_CONCEPT: Final = -1.28
PER_UNLIKE: Final = -0.37
PER_DATE: Final = 1.32
"""Log-odds against 'none of these' for each kind of evidence, as `Evidence` describes it."""

FLOOR_SURE: Final = 0.50
"""Probability from which an entry may answer: likelier than everything else together."""
FLOOR_ASK: Final = 0.50
"""Probability of the best three together from which the reader is asked."""
FLOOR_OFFERED: Final = 0.08
"""Probability from which an entry may be among the choices."""
MOST_OFFERED: Final = 3
"""Choices in 'did you mean'."""
SUPPORTING: Final = 3
"""Phrasings of a target whose nearness is averaged as its support."""
