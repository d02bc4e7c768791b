from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Final

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.storage.database import Database
from bot.storage.gaps import SqlGapLog
from bot.storage.memory import MemoryGapLog
from handlers.model import Gap, GapCount, Reason

if TYPE_CHECKING:
    from collections.abc import Sequence

    from handlers.ports import GapLog

MONDAY: Final = date(2019, 3, 18)
TUESDAY: Final = date(2019, 3, 19)
GAP: Final = Gap("How tall is it?", "en", Reason.UNKNOWN, MONDAY, "p1", (("members-count", 41.5), ("founding", 12.0)))
DECLINED: Final = Gap("", "en", Reason.DECLINED, MONDAY, "p1")


async def record(gap_log: GapLog, *gaps: Gap) -> None:
    """Add the gaps one after the other."""
    for gap in gaps:
        await gap_log.record(gap)


async def texts(gap_log: GapLog, *, limit: int = 10, since: date | None = None) -> list[str]:
    """What was asked most, without the counts."""
    return [count.text for count in await gap_log.most_asked(limit=limit, since=since)]


class TestGapLog:
    """What every implementation of the port keeps to."""

    async def test_an_empty_log_has_no_counts(self, gap_log: GapLog) -> None:
        """Nothing recorded, nothing asked."""
        assert list(await gap_log.most_asked(limit=10)) == []

    async def test_a_gap_is_counted_with_all_it_says(self, gap_log: GapLog) -> None:
        """Text, language, reason, day and candidates come back."""
        await record(gap_log, GAP)

        assert list(await gap_log.most_asked(limit=10)) == [
            GapCount(
                text="How tall is it?",
                language="en",
                reason=Reason.UNKNOWN,
                times=1,
                askers=1,
                last_day=MONDAY,
                candidates=(("members-count", 41.5), ("founding", 12.0)),
            )
        ]

    async def test_equal_questions_are_one_count_with_the_latest_words(self, gap_log: GapLog) -> None:
        """Spelling does not tell questions apart; the latest day shows its text and candidates, in whatever order."""
        later = replace(GAP, text="HOW tall is it?", day=TUESDAY, pseudonym="p2", candidates=(("founding", 13.0),))
        await record(gap_log, later, GAP, GAP)

        assert list(await gap_log.most_asked(limit=10)) == [
            GapCount("HOW tall is it?", "en", Reason.UNKNOWN, 3, 2, TUESDAY, (("founding", 13.0),))
        ]

    async def test_of_one_day_the_last_words_count(self, gap_log: GapLog) -> None:
        """Within a day the order of recording decides."""
        await record(gap_log, GAP, replace(GAP, text="how TALL is it?"))

        assert await texts(gap_log) == ["how TALL is it?"]

    async def test_arabic_spellings_are_one_question(self, gap_log: GapLog) -> None:
        """Vowel marks and seats of hamza are folded."""
        arabic = replace(GAP, language="ar")
        await record(gap_log, replace(arabic, text="أين المقرّ"), replace(arabic, text="اين المقر"))

        assert await texts(gap_log) == ["اين المقر"]

    async def test_languages_and_reasons_are_kept_apart(self, gap_log: GapLog) -> None:
        """The same words are another gap in another language, or for another reason."""
        await record(gap_log, GAP, replace(GAP, language="fr"), replace(GAP, reason=Reason.LANGUAGE))

        assert [(count.language, count.reason) for count in await gap_log.most_asked(limit=10)] == [
            ("en", Reason.LANGUAGE),
            ("en", Reason.UNKNOWN),
            ("fr", Reason.UNKNOWN),
        ]

    async def test_declined_requests_are_one_count_a_language(self, gap_log: GapLog) -> None:
        """They have no text, so nothing but the language tells them apart."""
        await record(gap_log, DECLINED, replace(DECLINED, pseudonym="p2"), replace(DECLINED, language="ar"))

        assert list(await gap_log.most_asked(limit=10)) == [
            GapCount("", "en", Reason.DECLINED, 2, 2, MONDAY),
            GapCount("", "ar", Reason.DECLINED, 1, 1, MONDAY),
        ]

    async def test_more_askers_come_first(self, gap_log: GapLog) -> None:
        """One person who insists weighs less than two who ask once."""
        insisting = replace(GAP, text="b", day=TUESDAY)
        await record(gap_log, insisting, insisting, insisting, GAP, replace(GAP, pseudonym="p2"))

        assert await texts(gap_log) == ["How tall is it?", "b"]

    async def test_then_the_most_recent_then_the_text(self, gap_log: GapLog) -> None:
        """The order is the same on every run."""
        await record(gap_log, *(replace(GAP, text=text) for text in "cab"), replace(GAP, text="d", day=TUESDAY))

        assert await texts(gap_log) == ["d", "a", "b", "c"]

    async def test_no_more_than_the_limit(self, gap_log: GapLog) -> None:
        """The limit counts groups, not gaps."""
        await record(gap_log, *(replace(GAP, text=text) for text in "aabbcc"))

        assert await texts(gap_log, limit=2) == ["a", "b"]

    async def test_since_a_day_counts_that_day(self, gap_log: GapLog) -> None:
        """Earlier gaps add nothing, not even to a question that was asked again."""
        await record(gap_log, GAP, replace(GAP, day=TUESDAY), replace(GAP, text="a"))

        (count,) = await gap_log.most_asked(limit=10, since=TUESDAY)

        assert (count.text, count.times) == ("How tall is it?", 1)

    async def test_forgetting_spares_the_day_itself(self, gap_log: GapLog) -> None:
        """Gaps of earlier days go, and their number is told."""
        await record(gap_log, GAP, replace(GAP, text="a"), replace(GAP, text="b", day=TUESDAY))

        assert await gap_log.forget(before=TUESDAY) == 2
        assert await texts(gap_log) == ["b"]

    async def test_nothing_to_forget(self, gap_log: GapLog) -> None:
        """An empty log forgets nothing."""
        assert await gap_log.forget(before=TUESDAY) == 0

    async def test_what_no_database_holds_is_left_out(self, gap_log: GapLog) -> None:
        """NUL is dropped and half a surrogate pair becomes a question mark, rather than an error in a chat."""
        await record(gap_log, replace(GAP, text="a\0b\ud83d"))

        assert await texts(gap_log) == ["ab?"]


GAPS: Final = st.builds(
    Gap,
    text=st.sampled_from(["", "a", "A", "b", "é", "e", "\N{GRINNING FACE}", "\uffee"]),
    language=st.sampled_from(["en", "ar"]),
    reason=st.sampled_from(Reason),
    day=st.integers(0, 3).map(lambda days: MONDAY + timedelta(days=days)),
    pseudonym=st.sampled_from(["p1", "p2", "p3"]),
    candidates=st.lists(st.tuples(st.sampled_from("xyz"), st.floats(0, 100)), max_size=2).map(tuple),
)


@settings(max_examples=40, deadline=None)
@given(st.lists(GAPS, max_size=25), st.integers(0, 6), st.none() | st.just(TUESDAY))
def test_the_database_counts_like_its_twin(gaps: list[Gap], limit: int, since: date | None) -> None:
    """The query gives what a few lines of plain Python give, order and all."""
    expected, counted = asyncio.run(counts_of_both(gaps, limit, since))

    assert list(counted) == list(expected)


async def counts_of_both(
    gaps: list[Gap], limit: int, since: date | None
) -> tuple[Sequence[GapCount], Sequence[GapCount]]:
    """The same gaps counted in memory and in a database."""
    memory = MemoryGapLog()
    await record(memory, *gaps)
    with TemporaryDirectory() as folder:
        async with Database(f"sqlite:///{Path(folder) / 'gaps.sqlite3'}") as database:
            await record(SqlGapLog(database), *gaps)
            counted = await SqlGapLog(database).most_asked(limit=limit, since=since)
    return await memory.most_asked(limit=limit, since=since), counted
