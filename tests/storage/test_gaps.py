from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any, Final

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import select, text
from storage.one_file_each import url_of_a_copy

from bot.storage.database import Database
from bot.storage.gaps import MOST_COMPARED, SqlGapQueue
from bot.storage.memory import MemoryGapQueue, NoGaps
from bot.storage.tables import TERMS
from handlers.gap_queue import GapGroup, GapState, Wording
from handlers.model import Gap, Reason
from knowledge.text.normalize import fold

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Sequence
    from pathlib import Path

    from handlers.ports import GapLog
    from handlers.staff_ports import GapQueue

MONDAY: Final = date(2019, 3, 18)
TUESDAY: Final = date(2019, 3, 19)
NOON: Final = datetime(2019, 3, 20, 12, tzinfo=UTC)
GAP: Final = Gap("How tall is it?", "en", Reason.UNKNOWN, MONDAY, "p1", (("members-count", 0.5), ("founding", 0.25)))
DECLINED: Final = Gap("", "en", Reason.DECLINED, MONDAY, "p1")
DISLIKED: Final = Gap("", "en", Reason.DISLIKED, MONDAY, "p1", entry="founding")
MEMBERS: Final = ("concept:members", "kind:count")
IN_ENGLISH: Final = Gap("How many members?", "en", Reason.UNKNOWN, MONDAY, "p1", terms=MEMBERS)
IN_ARABIC: Final = Gap("كم عضو", "ar", Reason.UNKNOWN, MONDAY, "p2", terms=MEMBERS[::-1])


async def record(gaps: GapQueue, *recorded: Gap) -> list[int]:
    """Add the gaps one after the other; the groups that they joined."""
    return [await gaps.record(gap) for gap in recorded]


async def texts(gaps: GapQueue, *, limit: int = 50, offset: int = 0, fewest_askers: int = 1) -> list[str]:
    """What was asked most, without the counts."""
    return [group.text for group in await gaps.groups(limit=limit, offset=offset, fewest_askers=fewest_askers)]


async def only_group(gaps: GapQueue) -> GapGroup:
    """The group that everything is in."""
    [group] = await gaps.groups()
    return group


def asking(letters: str, *more: str) -> Gap:
    """A gap with a word for each of the letters."""
    terms = (*(f"word:{letter * 3}" for letter in letters), *more)
    return Gap(" ".join(terms), "en", Reason.UNKNOWN, MONDAY, "p1", terms=terms)


class TestGrouping:
    """Which gaps every implementation of the port puts together."""

    async def test_terms_join_languages_and_spellings(self, gaps: GapQueue) -> None:
        """What asks the same is one group, whatever the words."""
        groups = await record(gaps, IN_ENGLISH, IN_ARABIC, replace(IN_ARABIC, text="شكد عدد الأعضاء"))

        assert groups == [1, 1, 1]

    async def test_other_terms_are_another_group(self, gaps: GapQueue) -> None:
        """Sharing a term is not enough."""
        assert await record(
            gaps, IN_ENGLISH, replace(IN_ENGLISH, text="b", terms=("concept:strikes", "kind:count"))
        ) == [
            1,
            2,
        ]

    async def test_without_terms_the_folded_text_decides(self, gaps: GapQueue) -> None:
        """Vowel marks, seats of hamza and capitals tell no questions apart."""
        arabic = replace(GAP, language="ar", text="أين المقرّ")

        assert await record(
            gaps, arabic, GAP, replace(arabic, text="اين المقر"), replace(GAP, text="how TALL is it?")
        ) == [
            1,
            2,
            1,
            2,
        ]

    async def test_a_text_that_was_read_otherwise_stays_in_its_group(self, gaps: GapQueue) -> None:
        """After a change of the lexicon the same words have other terms."""
        assert await record(gaps, IN_ENGLISH, replace(IN_ENGLISH, terms=("sound:mmbr",))) == [1, 1]

    async def test_a_later_wording_brings_others_in(self, gaps: GapQueue) -> None:
        """What is like any wording of a group joins it, though the first one has nothing in common with it."""
        assert await record(gaps, asking("ab"), asking("abcd"), asking("cd")) == [1, 1, 1]

    async def test_the_nearest_wording_decides(self, gaps: GapQueue) -> None:
        """Of two groups that are like enough, a gap joins not the older but the one that it is liker."""
        assert await record(gaps, asking("ab"), asking("bcd"), asking("abcd")) == [1, 2, 2]

    async def test_of_equally_near_groups_the_older_is_joined(self, gaps: GapQueue) -> None:
        """Even where the newer one was asked more."""
        assert await record(gaps, asking("ab"), asking("cd"), asking("cd"), asking("abcd")) == [1, 2, 2, 1]

    async def test_the_same_terms_are_nearer_than_any(self, gaps: GapQueue) -> None:
        """A kind that weighs nothing makes another group as like as can be, but not the same."""
        listed = asking("abcdefg", "kind:list")

        assert await record(gaps, asking("abcdefg"), asking("ghi", "kind:list"), listed, asking("abcdefg")) == [
            1,
            2,
            1,
            1,
        ]

    async def test_a_wording_has_the_terms_of_its_latest_gap(self, gaps: GapQueue) -> None:
        """Words that are read otherwise now are no longer found by what they were taken for."""
        read_otherwise = replace(IN_ENGLISH, terms=("sound:mmbr",))

        assert await record(gaps, IN_ENGLISH, read_otherwise, replace(read_otherwise, text="b"), IN_ARABIC) == [
            1,
            1,
            1,
            2,
        ]

    async def test_a_late_gap_of_an_early_day_does_not_change_the_terms(self, gaps: GapQueue) -> None:
        """The latest is that of the calendar, as with the spelling that is shown."""
        early = replace(IN_ENGLISH, terms=("sound:mmbr",))

        assert await record(gaps, replace(IN_ENGLISH, day=TUESDAY), early, replace(early, text="b")) == [1, 1, 2]

    @pytest.mark.parametrize("gap", [GAP, IN_ENGLISH])
    async def test_reasons_are_kept_apart(self, gaps: GapQueue, gap: Gap) -> None:
        """The same question in a language that is not spoken here is another gap."""
        assert await record(gaps, gap, replace(gap, reason=Reason.LANGUAGE)) == [1, 2]

    async def test_declined_requests_are_one_group_a_language(self, gaps: GapQueue) -> None:
        """They have no text, so nothing but the language tells them apart."""
        assert await record(gaps, DECLINED, replace(DECLINED, language="ar"), replace(DECLINED, pseudonym="p2")) == [
            1,
            2,
            1,
        ]

    async def test_no_word_of_a_declined_request_is_kept(self, gaps: GapQueue) -> None:
        """Not even where a caller hands it over."""
        await record(gaps, replace(DECLINED, text="how do I", terms=("concept:bomb",)))

        assert (await only_group(gaps)).text == ""
        assert await gaps.wordings(1) == ()

    async def test_disliked_answers_are_one_group_an_entry(self, gaps: GapQueue) -> None:
        """Whatever the language in which the answer was read."""
        other = replace(DISLIKED, entry="members")

        assert await record(gaps, DISLIKED, other, replace(DISLIKED, language="ar")) == [1, 2, 1]

    async def test_what_grows_when_it_is_folded_is_kept(self, gaps: GapQueue) -> None:
        """One letter may become eighteen, and five hundred of them more than an index takes; equal ones join."""
        long = replace(GAP, text="\ufdfa" * 500, terms=("word:" + "\u3300" * 500, *(f"number:{n}" for n in range(500))))

        assert await record(gaps, long, replace(long, pseudonym="p2"), replace(long, terms=())) == [1, 1, 1]

    async def test_what_no_database_holds_is_left_out(self, gaps: GapQueue) -> None:
        """NUL is dropped and half a surrogate pair becomes a question mark, rather than an error in a chat."""
        await record(gaps, replace(GAP, text="a\0b\ud83d", terms=("word:a\0b\ud83d",)))

        assert await texts(gaps) == ["ab?"]


class TestCounting:
    """What every implementation of the port tells about a group."""

    async def test_an_empty_queue(self, gaps: GapQueue) -> None:
        """Nothing recorded, nothing asked."""
        assert (list(await gaps.groups()), await gaps.count(), await gaps.group(1)) == ([], 0, None)

    async def test_a_group_with_all_it_says(self, gaps: GapQueue) -> None:
        """Everything that is known of one gap comes back."""
        await record(gaps, GAP)

        assert await gaps.group(1) == GapGroup(
            id=1,
            state=GapState.OPEN,
            reason=Reason.UNKNOWN,
            text="How tall is it?",
            language="en",
            times=1,
            askers=1,
            askers_by_language={"en": 1},
            first_day=MONDAY,
            last_day=MONDAY,
            candidates=(("members-count", 0.5), ("founding", 0.25)),
        )

    async def test_the_same_in_the_list(self, gaps: GapQueue) -> None:
        """A list tells of a group what is told of it alone."""
        await record(gaps, GAP)

        assert list(await gaps.groups()) == [await gaps.group(1)]

    async def test_three_spellings_and_once_in_english(self, gaps: GapQueue) -> None:
        """One group, asked by three in Arabic and one in English."""
        spellings = [replace(IN_ARABIC, text=text, pseudonym=text) for text in ("كم عضو", "جم عضو", "شكد اعضاء")]
        await record(gaps, *spellings, IN_ENGLISH)

        group = await only_group(gaps)

        assert (group.askers, group.askers_by_language) == (4, {"ar": 3, "en": 1})

    async def test_somebody_who_insists_counts_once(self, gaps: GapQueue) -> None:
        """In the group, in each language, and in each wording."""
        await record(gaps, IN_ENGLISH, IN_ENGLISH, replace(IN_ARABIC, pseudonym="p1"))

        group = await only_group(gaps)
        wordings = await gaps.wordings(group.id)

        assert (group.times, group.askers, group.askers_by_language) == (3, 1, {"en": 1, "ar": 1})
        assert [(wording.times, wording.askers) for wording in wordings] == [(1, 1), (2, 1)]

    async def test_the_latest_day_tells_the_candidates(self, gaps: GapQueue) -> None:
        """In whatever order the gaps come; first and last day are those of the calendar."""
        later = replace(GAP, day=TUESDAY, candidates=(("founding", 0.75),))
        await record(gaps, later, GAP)

        group = await only_group(gaps)

        assert (group.first_day, group.last_day, group.candidates) == (MONDAY, TUESDAY, (("founding", 0.75),))

    async def test_the_wording_of_most_askers_is_shown(self, gaps: GapQueue) -> None:
        """Not the first, nor the latest."""
        asked = [
            replace(IN_ARABIC, pseudonym="p2"),
            replace(IN_ARABIC, pseudonym="p3"),
            replace(IN_ENGLISH, day=TUESDAY),
        ]
        await record(gaps, IN_ENGLISH, *asked)

        group = await only_group(gaps)

        assert (group.text, group.language) == ("كم عضو", "ar")

    async def test_of_equal_wordings_the_latest_is_shown(self, gaps: GapQueue) -> None:
        """Within a day the order of recording decides, also between spellings of one wording."""
        await record(gaps, IN_ARABIC, IN_ENGLISH, replace(IN_ARABIC, text="كَم عضو"))

        assert await texts(gaps) == ["كَم عضو"]

    async def test_wordings(self, gaps: GapQueue) -> None:
        """Each way of asking is counted, and shows what it shares with another, in a few plain words."""
        close = replace(IN_ARABIC, day=TUESDAY)
        await record(gaps, IN_ENGLISH, close, replace(close, pseudonym="p3"))

        assert list(await gaps.wordings(1)) == [
            Wording("كم عضو", "ar", 2, 2, TUESDAY, ("members", "count")),
            Wording("How many members?", "en", 1, 1, MONDAY, ("members", "count")),
        ]

    async def test_why_a_wording_is_in_its_group(self, gaps: GapQueue) -> None:
        """It shows what it shares with the nearest of the others, not with the first or the most asked."""
        await record(gaps, asking("ab"), asking("abcd"), asking("bcd"))

        wordings = await gaps.wordings(1)

        assert [wording.why for wording in wordings] == [("bbb", "ccc", "ddd"), ("bbb", "ccc", "ddd"), ("aaa", "bbb")]

    async def test_eight_shared_terms_are_enough(self, gaps: GapQueue) -> None:
        """Nobody reads more."""
        await record(gaps, replace(GAP, terms=tuple(f"word:{letter}" for letter in "abcdefghij")))

        [wording] = await gaps.wordings(1)

        assert wording.why == tuple("abcdefgh")

    async def test_no_wordings_of_a_group_that_is_gone(self, gaps: GapQueue) -> None:
        """Nothing is said of a number that nobody knows."""
        assert list(await gaps.wordings(7)) == []

    async def test_too_few_askers_hide_the_words(self, gaps: GapQueue) -> None:
        """Counts are shown all the same; enough askers show the words again."""
        await record(gaps, GAP, GAP)
        few = await gaps.group(1, fewest_askers=2)
        hidden = (await texts(gaps, fewest_askers=2), list(await gaps.wordings(1, fewest_askers=2)))
        await record(gaps, replace(GAP, pseudonym="p2"))

        shown = (await texts(gaps, fewest_askers=2), len(await gaps.wordings(1, fewest_askers=2)))

        assert few is not None
        assert (few.text, few.times) == ("", 2)
        assert (hidden, shown) == (([""], []), ([GAP.text], 1))

    async def test_more_askers_come_first(self, gaps: GapQueue) -> None:
        """One person who insists weighs less than two who ask once."""
        insisting = replace(GAP, text="b", day=TUESDAY)
        await record(gaps, insisting, insisting, insisting, GAP, replace(GAP, pseudonym="p2"))

        assert await texts(gaps) == ["How tall is it?", "b"]

    async def test_then_the_most_recent(self, gaps: GapQueue) -> None:
        """Of the same day, the group that was begun last."""
        await record(gaps, replace(GAP, text="d", day=TUESDAY), *(replace(GAP, text=text) for text in "abc"))

        assert await texts(gaps) == ["d", "c", "b", "a"]

    async def test_pages(self, gaps: GapQueue) -> None:
        """Limit and offset count groups, not gaps."""
        await record(gaps, *(replace(GAP, text=text) for text in "aabbccdd"))

        assert await texts(gaps, limit=2, offset=1) == ["c", "b"]


class TestDeciding:
    """What every implementation of the port remembers of a decision."""

    async def test_a_decision(self, gaps: GapQueue) -> None:
        """State, entry, who and when; the counts stay."""
        await record(gaps, GAP)
        before = await only_group(gaps)
        await gaps.decide(1, GapState.RESOLVED, by="telegram:7", at=NOON, entry="founding")

        assert await gaps.group(1) == replace(
            before, state=GapState.RESOLVED, decided_by="telegram:7", decided_at=NOON, entry="founding"
        )

    async def test_a_decision_sticks(self, gaps: GapQueue) -> None:
        """What was dismissed does not come back when it is asked again in other words."""
        await record(gaps, IN_ENGLISH)
        await gaps.decide(1, GapState.DISMISSED, by="telegram:7", at=NOON)
        await record(gaps, IN_ARABIC)

        group = await only_group(gaps)

        assert (group.state, group.times) == (GapState.DISMISSED, 2)

    async def test_publishing_keeps_the_entry(self, gaps: GapQueue) -> None:
        """What a group was attached to is known for good."""
        await record(gaps, GAP)
        await gaps.decide(1, GapState.DRAFTED, by="telegram:7", at=NOON, entry="founding")
        await gaps.decide(1, GapState.RESOLVED, by="telegram:7", at=NOON)

        group = await only_group(gaps)

        assert (group.state, group.entry) == (GapState.RESOLVED, "founding")

    async def test_a_disliked_answer_keeps_its_entry(self, gaps: GapQueue) -> None:
        """Else it would be another group when it is voted down again."""
        await record(gaps, DISLIKED)
        await gaps.decide(1, GapState.DISMISSED, by="telegram:7", at=NOON, entry="members")

        assert await record(gaps, DISLIKED) == [1]

    async def test_opening_again_takes_the_entry_off(self, gaps: GapQueue) -> None:
        """A change that was dropped from the draft attaches nothing."""
        await record(gaps, GAP)
        await gaps.decide(1, GapState.DRAFTED, by="telegram:7", at=NOON, entry="founding")
        await gaps.decide(1, GapState.OPEN, by="telegram:7", at=NOON)

        group = await only_group(gaps)

        assert (group.state, group.entry) == (GapState.OPEN, None)

    async def test_a_group_that_is_gone(self, gaps: GapQueue) -> None:
        """A decision about what was forgotten meanwhile does nothing."""
        await gaps.decide(7, GapState.DISMISSED, by="telegram:7", at=NOON)

        assert await gaps.count() == 0

    async def test_groups_by_state(self, gaps: GapQueue) -> None:
        """Listed and counted are the wanted states; none wanted means all."""
        await record(gaps, *(replace(GAP, text=text) for text in "abc"))
        await gaps.decide(1, GapState.DRAFTED, by="telegram:7", at=NOON)
        await gaps.decide(2, GapState.DISMISSED, by="telegram:7", at=NOON)
        wanted = [(GapState.OPEN,), (GapState.OPEN, GapState.DRAFTED), ()]

        listed = ["".join(group.text for group in await gaps.groups(states=states)) for states in wanted]

        assert listed == ["c", "ca", "cba"]
        assert [await gaps.count(states=states) for states in wanted] == [1, 2, 3]


class TestForgetting:
    """What every implementation of the port knows no more afterwards."""

    async def test_nothing_to_forget(self, gaps: GapQueue) -> None:
        """An empty queue forgets nothing."""
        assert await gaps.forget(before=TUESDAY) == 0

    async def test_forgetting_spares_the_day_itself(self, gaps: GapQueue) -> None:
        """Gaps of earlier days go, and their number is told."""
        await record(gaps, GAP, replace(GAP, text="a"), replace(GAP, text="b", day=TUESDAY))

        assert await gaps.forget(before=TUESDAY) == 2
        assert await texts(gaps) == ["b"]

    async def test_a_group_goes_with_its_last_gap(self, gaps: GapQueue) -> None:
        """Whatever was decided; its number is not given again."""
        await record(gaps, GAP)
        await gaps.decide(1, GapState.DISMISSED, by="telegram:7", at=NOON)
        await gaps.forget(before=TUESDAY)

        assert await gaps.group(1) is None
        assert await record(gaps, GAP) == [2]

    async def test_what_is_left_is_counted_anew(self, gaps: GapQueue) -> None:
        """As if the erased gaps had never been, but for the decision."""
        late = replace(IN_ENGLISH, day=TUESDAY, pseudonym="p4")
        await record(gaps, IN_ARABIC, replace(IN_ARABIC, pseudonym="p3"), IN_ENGLISH, late)
        await gaps.decide(1, GapState.DRAFTED, by="telegram:7", at=NOON)
        await gaps.forget(before=TUESDAY)

        group = await only_group(gaps)

        assert (group.text, group.language, group.state) == ("How many members?", "en", GapState.DRAFTED)
        assert (group.times, group.askers, group.askers_by_language) == (1, 1, {"en": 1})
        assert (group.first_day, group.last_day) == (TUESDAY, TUESDAY)
        assert [wording.times for wording in await gaps.wordings(1)] == [1]

    async def test_terms_do_not_outlive_their_wording(self, gaps: GapQueue) -> None:
        """The group goes on, but nothing joins it any more for being like words that are forgotten."""
        await record(gaps, asking("ab"), replace(asking("abcd"), day=TUESDAY))
        await gaps.forget(before=TUESDAY)

        assert await record(gaps, asking("abe"), asking("bcd")) == [2, 1]


class TestErasing:
    """What every implementation of the port knows no more of somebody who asked for it."""

    async def test_what_somebody_left_on_a_day_goes(self, gaps: GapQueue) -> None:
        """And nothing that others left, or that the same pseudonym stands for on another day."""
        others = (replace(GAP, text="b", pseudonym="p2"), replace(GAP, text="c", day=TUESDAY))
        await record(gaps, GAP, replace(GAP, text="a"), *others)

        assert await gaps.erase(MONDAY, "p1") == 2
        assert sorted(await texts(gaps)) == ["b", "c"]
        assert await gaps.erase(MONDAY, "p1") == 0

    async def test_what_is_left_is_counted_anew(self, gaps: GapQueue) -> None:
        """As if the erased gaps had never been, though the latest were among them."""
        await record(gaps, IN_ENGLISH, IN_ARABIC, replace(IN_ARABIC, day=TUESDAY, pseudonym="p3"))
        await gaps.erase(TUESDAY, "p3")

        group = await only_group(gaps)

        assert (group.times, group.askers, group.askers_by_language) == (2, 2, {"en": 1, "ar": 1})
        assert (group.first_day, group.last_day) == (MONDAY, MONDAY)
        assert [(wording.times, wording.last_day) for wording in await gaps.wordings(1)] == [(1, MONDAY), (1, MONDAY)]

    async def test_how_somebody_wrote_it_goes_too(self, gaps: GapQueue) -> None:
        """Of a question that others asked as well there is nothing left that was theirs alone."""
        await record(gaps, GAP, replace(GAP, text="HOW tall is IT?", day=TUESDAY, pseudonym="p2"))
        await gaps.erase(TUESDAY, "p2")

        group = await only_group(gaps)

        assert group.text.casefold() == "how tall is it?"
        assert "HOW" not in group.text
        assert [wording.text for wording in await gaps.wordings(1)] == [group.text]

    async def test_whoever_asks_next_is_the_latest(self, gaps: GapQueue) -> None:
        """Their spelling is shown, on the day of the gaps that are left as on later ones."""
        await record(gaps, GAP, replace(GAP, text="HOW tall is IT?", day=TUESDAY, pseudonym="p2"))
        await gaps.erase(TUESDAY, "p2")
        await record(gaps, replace(GAP, text="how TALL is it?", pseudonym="p3"))

        assert await texts(gaps) == ["how TALL is it?"]


async def test_terms_of_a_forgotten_wording_leave_the_index(any_database: Database) -> None:
    """No row of the index remembers what was asked, though the group goes on."""
    gaps = SqlGapQueue(any_database)
    await record(gaps, asking("abcd"), replace(asking("ab"), day=TUESDAY))
    await gaps.forget(before=TUESDAY)

    async with any_database.reading() as connection:
        terms = await connection.scalars(select(TERMS.c.term))

    assert list(terms) == ["word:aaa", "word:bbb"]


async def test_what_shares_most_is_compared_first(any_database: Database) -> None:
    """The nearest wording is found however many newer ones share a term."""
    gaps = SqlGapQueue(any_database)
    sharing_one = [asking("a", f"number:{number}") for number in range(MOST_COMPARED)]
    await record(gaps, asking("abc"), *sharing_one)

    assert await record(gaps, asking("abcd")) == [1]


async def test_a_wording_is_found_by_its_telling_terms(database: Database) -> None:
    """What nearly every question is about is not in the index."""
    await record(SqlGapQueue(database), asking("a", "name:daesh", "kind:count"))

    async with database.reading() as connection:
        terms = await connection.scalars(select(TERMS.c.term))

    assert list(terms) == ["word:aaa"]


async def test_questions_that_nobody_asked_are_not_kept() -> None:
    """There is nothing to erase afterwards, neither of a person nor of a day."""
    gaps: GapLog = NoGaps()
    await gaps.record(GAP)

    assert await gaps.erase(GAP.day, GAP.pseudonym) == await gaps.forget(before=TUESDAY) == 0


GAPS: Final = st.builds(
    Gap,
    text=st.sampled_from(["", "a", "A", "b", "é", "e", "\N{GRINNING FACE}", "\uffee"]),
    language=st.sampled_from(["en", "ar"]),
    reason=st.sampled_from([*Reason, Reason.UNKNOWN, Reason.UNKNOWN]),
    day=st.integers(0, 3).map(lambda days: MONDAY + timedelta(days=days)),
    pseudonym=st.sampled_from(["p1", "p2", "p3"]),
    candidates=st.lists(st.tuples(st.sampled_from("xyz"), st.floats(0, 1)), max_size=2).map(tuple),
    terms=st.just(())
    | st.lists(st.sampled_from([*MEMBERS, *asking("abcd").terms, "kind:list", "name:mosul"]), unique=True).map(tuple),
    entry=st.none() | st.sampled_from("xy"),
)
DEEDS: Final = st.lists(
    GAPS.map(lambda gap: lambda gaps: gaps.record(gap))
    | st.builds(
        lambda group, state, entry: lambda gaps: gaps.decide(group, state, by="telegram:7", at=NOON, entry=entry),
        st.integers(1, 6),
        st.sampled_from(GapState),
        st.none() | st.just("x"),
    )
    | st.integers(0, 4).map(lambda days: lambda gaps: gaps.forget(before=MONDAY + timedelta(days=days))),
    max_size=25,
)


@settings(max_examples=40)
@given(DEEDS, st.integers(0, 6), st.integers(0, 3))
def test_sqlite_counts_like_its_twin(
    migrated: Path, deeds: list[Callable[[GapQueue], Awaitable[object]]], limit: int, fewest_askers: int
) -> None:
    """Counters that are kept say what a few lines of plain Python count, order and all, whatever was done before."""
    with url_of_a_copy(migrated) as url:
        expected, counted = asyncio.run(told_by_both(url, deeds, limit, fewest_askers))

    assert counted == expected


@settings(max_examples=25)
@given(st.lists(GAPS, max_size=12), st.lists(st.tuples(st.integers(0, 3), st.sampled_from(["p1", "p2"])), min_size=1))
def test_what_was_erased_is_not_counted(migrated: Path, recorded: list[Gap], erased: list[tuple[int, str]]) -> None:
    """Counters say of what is left what plain Python counts; only its spelling the database does not know."""

    def erasing(day: int, pseudonym: str) -> Callable[[GapQueue], Awaitable[object]]:
        return lambda gaps: gaps.erase(MONDAY + timedelta(days=day), pseudonym)

    deeds = [*map(recording, recorded), *(erasing(*each) for each in erased)]
    with url_of_a_copy(migrated) as url:
        expected, counted = asyncio.run(told_by_both(url, deeds, 50, 0))

    assert without_spellings(counted) == without_spellings(expected)


def recording(gap: Gap) -> Callable[[GapQueue], Awaitable[object]]:
    return lambda gaps: gaps.record(gap)


def without_spellings(told: tuple[Any, Sequence[GapGroup], Any, Sequence[Sequence[Wording]]]) -> object:
    """What does not hang on how the latest gap of a wording was written."""
    returned, groups, counts, wordings = told
    plain = [replace(group, text=fold(group.text), candidates=()) for group in groups]
    return returned, plain, counts, [[replace(each, text=fold(each.text), why=()) for each in of] for of in wordings]


def test_postgresql_counts_like_its_twin(postgres_url: str) -> None:
    """So it does where several writers are let in."""
    with asyncio.Runner() as runner:
        database = runner.run(Database(postgres_url).__aenter__())

        @settings(max_examples=15)
        @given(DEEDS, st.integers(0, 6), st.integers(0, 3))
        def check(deeds: list[Callable[[GapQueue], Awaitable[object]]], limit: int, fewest_askers: int) -> None:
            runner.run(empty(database))
            expected, counted = runner.run(told_by_twins(SqlGapQueue(database), deeds, limit, fewest_askers))

            assert counted == expected

        check()
        runner.run(database.__aexit__(None, None, None))


async def empty(database: Database) -> None:
    """As if nothing had ever been asked."""
    async with database.writing() as connection:
        await connection.execute(text("TRUNCATE gap_groups RESTART IDENTITY CASCADE"))


async def told_by_both(
    url: str, deeds: Sequence[Callable[[GapQueue], Awaitable[object]]], limit: int, fewest_askers: int
) -> tuple[Any, Any]:
    """What both tell, of a database that is opened for it."""
    async with Database(url) as database:
        return await told_by_twins(SqlGapQueue(database), deeds, limit, fewest_askers)


async def told_by_twins(
    stored: GapQueue, deeds: Sequence[Callable[[GapQueue], Awaitable[object]]], limit: int, fewest_askers: int
) -> tuple[Any, Any]:
    """The same done to a queue in memory and to one in a database, and what each tells about it."""
    in_memory = await told(MemoryGapQueue(), deeds, limit, fewest_askers)
    return in_memory, await told(stored, deeds, limit, fewest_askers)


async def told(
    gaps: GapQueue, deeds: Sequence[Callable[[GapQueue], Awaitable[object]]], limit: int, fewest_askers: int
) -> object:
    """What was returned, then groups, counts and wordings."""
    returned = [await deed(gaps) for deed in deeds]
    groups = await gaps.groups(limit=limit, fewest_askers=fewest_askers)
    counts = [await gaps.count(states=(state,)) for state in GapState]
    wordings = [await gaps.wordings(group.id, fewest_askers=fewest_askers) for group in groups]
    return returned, groups, counts, wordings
