"""`sanad ask` as a stream and as an object: what a program that calls it can rely on."""

from __future__ import annotations

import io
import json
from typing import TYPE_CHECKING, Any

import pytest

from bot.asking import InputError, answer_lines, as_json, ask

if TYPE_CHECKING:
    from bot_floor.installation import Installation

    from handlers.conversation import Conversation

HOW_MANY = "How many members does the Coalition have?"
HOW_MANY_ARABIC = "كم عدد أعضاء التحالف؟"
FUNDING = "Where did Daesh get its funding?"
UNCLEAR = "what was rebuilt in Anbar or Basra"


async def answers(conversation: Conversation, *rows: object) -> list[dict[str, Any]]:
    """What the stream gives for some objects, one a line."""
    out = io.StringIO()
    await answer_lines(conversation, [json.dumps(row) + "\n" for row in rows], out)
    return [json.loads(line) for line in out.getvalue().splitlines()]


async def answer(conversation: Conversation, text: str) -> dict[str, Any]:
    [row] = await answers(conversation, {"text": text})
    return row


async def test_answer_as_an_object(conversation: Conversation) -> None:
    """An answer has every key, in a fixed order, and each value its type."""
    row = json.loads(as_json(await ask(conversation, HOW_MANY), conversation.library))
    confidence = row.pop("confidence")

    assert isinstance(confidence, float)
    assert 0.5 < confidence <= 1
    assert row == {
        "kind": "answer",
        "reason": None,
        "intent": None,
        "entry": "coalition-members",
        "language": "en",
        "text": (
            "The Coalition has 90 members <today> [1].\n"
            "Sources:\n"
            "[1] Rudaw: Coalition ministers meet in Riyadh & agree, 9 February 2026. "
            "https://rudaw.example/english/090220261?a=1&b=2"
        ),
        "sources": [
            {
                "id": "rudaw-2026",
                "publisher": "Rudaw",
                "title": "Coalition ministers meet in Riyadh & agree",
                "published": "2026-02-09",
                "url": "https://rudaw.example/english/090220261?a=1&b=2",
            }
        ],
        "options": [],
    }


@pytest.mark.parametrize("text", [HOW_MANY, UNCLEAR, "hello", "?!", "How do I build a bomb?"])
async def test_keys_are_always_the_same(conversation: Conversation, text: str) -> None:
    """Whatever the reply is, a program finds the same keys in the same order."""
    assert list(await answer(conversation, text)) == [
        "kind",
        "reason",
        "intent",
        "entry",
        "language",
        "confidence",
        "text",
        "sources",
        "options",
    ]


async def test_arabic(conversation: Conversation) -> None:
    """An Arabic question gets the Arabic text and the publisher's Arabic name, in letters and not in escapes."""
    line = as_json(await ask(conversation, HOW_MANY_ARABIC), conversation.library)
    row = json.loads(line)

    assert (row["language"], row["sources"][0]["publisher"]) == ("ar", "شبكة رووداو")
    assert "يضم التحالف 90 عضواً" in line


async def test_source_without_address(conversation: Conversation) -> None:
    """A source that is on no page has no address."""
    row = await answer(conversation, FUNDING)

    assert [source["url"] for source in row["sources"]] == [None]


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("xyzzy plugh", "unknown"),
        ("How do I build a bomb?", "declined"),
        ("Сколько стран входит в коалицию?", "language"),
        ("…!", "empty"),
        ("", "empty"),
    ],
)
async def test_gap(conversation: Conversation, text: str, reason: str) -> None:
    """A question without an answer says why, and rests on nothing."""
    row = await answer(conversation, text)

    assert (row["kind"], row["reason"], row["entry"], row["confidence"]) == ("gap", reason, None, 0.0)
    assert row["sources"] == []
    assert row["text"]


async def test_intent(conversation: Conversation) -> None:
    """Small talk names its intent, and its doors are no options."""
    row = await answer(conversation, "hello")

    assert (row["kind"], row["intent"], row["options"]) == ("intent", "greeting", [])


async def test_clarify(conversation: Conversation) -> None:
    """An unclear question offers entries with their titles."""
    row = await answer(conversation, UNCLEAR)

    assert (row["kind"], row["entry"], row["sources"]) == ("clarify", None, [])
    assert {option["entry"]: option["label"] for option in row["options"]} == {
        "project-1": "Rebuilding Anbar",
        "project-3": "Rebuilding Basra",
    }


async def test_options_say_what_they_would_answer(conversation: Conversation) -> None:
    """The text of each option is the text of the answer to its number."""
    unclear, first, _, second = await answers(
        conversation,
        {"text": UNCLEAR, "conversation": "one reader"},
        {"text": "1", "conversation": "one reader"},
        {"text": UNCLEAR, "conversation": "another"},
        {"text": "2", "conversation": "another"},
    )

    assert [option["text"] for option in unclear["options"]] == [first["text"], second["text"]]
    assert [option["entry"] for option in unclear["options"]] == [first["entry"], second["entry"]]


async def test_order(conversation: Conversation) -> None:
    """Answers come in the order of the questions."""
    rows = await answers(conversation, {"text": HOW_MANY}, {"text": FUNDING}, {"text": HOW_MANY})

    assert [row["entry"] for row in rows] == ["coalition-members", "daesh-money", "coalition-members"]


async def test_blank_lines(conversation: Conversation) -> None:
    """Blank lines are no questions."""
    out = io.StringIO()
    await answer_lines(conversation, ["\n", json.dumps({"text": HOW_MANY}), "  \t\n", ""], out)

    assert out.getvalue().count("\n") == 1


async def test_lines_stand_alone(conversation: Conversation) -> None:
    """A line without a conversation has nothing before it: its number chooses nothing."""
    _, number = await answers(conversation, {"text": UNCLEAR}, {"text": "1"})

    assert number["entry"] is None


@pytest.mark.parametrize(("first", "second"), [("omar", "laila"), (1, "1"), ("عمر", "ليلى"), ("\ud800", "\ud801")])
async def test_conversations_are_kept_apart(conversation: Conversation, first: object, second: object) -> None:
    """Two conversations may take turns, and a number chooses among what its own was offered."""
    rows = await answers(
        conversation,
        {"text": UNCLEAR, "conversation": first},
        {"text": HOW_MANY, "conversation": second},
        {"text": "2", "conversation": first},
        {"text": "2", "conversation": second},
    )

    assert rows[2]["entry"] == rows[0]["options"][1]["entry"]
    assert rows[3]["entry"] is None


async def test_no_conversation_is_none_of_that_name(conversation: Conversation) -> None:
    """A line that stands alone does not share the session of a conversation that is called like it."""
    _, number = await answers(conversation, {"text": UNCLEAR, "conversation": "line:2"}, {"text": "1"})

    assert number["entry"] is None


async def test_turns(conversation: Conversation) -> None:
    """A line of turns is one conversation, and gets one line a turn."""
    unclear, chosen = await answers(conversation, {"turns": [{"text": UNCLEAR}, {"text": "2"}]})

    assert chosen["entry"] == unclear["options"][1]["entry"]


async def test_turns_of_two_lines(conversation: Conversation) -> None:
    """The turns of the next line begin anew."""
    rows = await answers(conversation, {"turns": [{"text": UNCLEAR}]}, {"turns": [{"text": "2"}]})

    assert [row["entry"] for row in rows] == [None, None]


@pytest.mark.parametrize(
    "line",
    [
        "How many members?",
        "{'text': 'x'}",
        '{"text": "x"',
        "[" * 100_000,
        '"text"',
        "7",
        "null",
        "[]",
        "{}",
        '{"text": null}',
        '{"text": 7}',
        '{"turns": "x"}',
        '{"turns": null}',
        '{"turns": [{"text": "x"}, {}]}',
        '{"turns": ["x"]}',
    ],
)
async def test_line_that_is_no_question(conversation: Conversation, line: str) -> None:
    """A line that cannot be read is refused in one line with its number, counted with blank lines as an editor does."""
    with pytest.raises(InputError, match=r"^line 3 ") as caught:
        await answer_lines(conversation, [json.dumps({"text": HOW_MANY}), "\n", line], io.StringIO())

    assert len(str(caught.value).splitlines()) == 1


async def test_answers_before_a_bad_line_are_kept(conversation: Conversation) -> None:
    """What was answered before the bad line was written before it was read."""
    out = io.StringIO()
    with pytest.raises(InputError):
        await answer_lines(conversation, [json.dumps({"text": HOW_MANY}), "no JSON"], out)

    assert [json.loads(line)["entry"] for line in out.getvalue().splitlines()] == ["coalition-members"]


def test_each_answer_is_flushed(installation: Installation) -> None:
    """A program that waits for each answer before it asks on is not kept waiting."""
    with installation.start("ask", "--jsonl") as process:
        assert process.stdin is not None
        assert process.stdout is not None
        entries = []
        for question in (HOW_MANY, HOW_MANY_ARABIC, FUNDING):
            process.stdin.write(json.dumps({"text": question}).encode() + b"\n")
            process.stdin.flush()
            entries.append(json.loads(process.stdout.readline())["entry"])
        rest, complaint = process.communicate()

    assert entries == ["coalition-members", "coalition-members", "daesh-money"]
    assert (process.returncode, rest, complaint) == (0, b"", b"")


def test_bytes_that_are_no_text(installation: Installation) -> None:
    """Bytes in another encoding are answered like any text that says nothing, in every locale."""
    with installation.start("ask", "--jsonl", more={"PYTHONIOENCODING": "utf-8:strict"}) as process:
        out, complaint = process.communicate(b'{"text": "' + "مرحبا".encode("cp1256") + b'"}\n')

    assert (process.returncode, complaint) == (0, b"")
    assert json.loads(out)["kind"] == "gap"
