"""Admins send files: what is wrong is told with file and line, and what is right is published by a tap."""

from __future__ import annotations

import io
import json
import zipfile
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from telegram_face.staff_talk import outside_isolates, tap, upload
from telegram_face.staffed_stage import AMAL
from telegram_face.stage import HOW_MANY

from bot.telegram.staff.uploads import LARGEST_UPLOAD, UploadError, tree_of
from handlers.releases import Failed, ReleaseState
from handlers.staff import Role
from knowledge.schema import Language
from knowledge.text.directions import isolate
from knowledge.tree import Tree, TreeError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from telegram_double import Person, TelegramDouble
    from telegram_face.staffed_stage import StaffedStage

ENTRIES = "entries/entries.yaml"
SERVED = Tree({"sources.yaml": "[]", "topics.yaml": "[]", ENTRIES: "[]"})
LINK_MODE = 0o120777 << 16


def packed(files: Mapping[str, str | bytes], *, link: str | None = None) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in files.items():
            archive.writestr(name, text)
        if link is not None:
            member = zipfile.ZipInfo(link)
            member.external_attr = LINK_MODE
            archive.writestr(member, "/etc/passwd")
    return content.getvalue()


def with_91_members(tree: Tree) -> str:
    return tree.files[ENTRIES].replace("has 90 members", "has 91 members")


async def test_broken_file_in_arabic(staffed: StaffedStage, amal: Person) -> None:
    """The findings name file and line in the admin's language, and nothing is changed."""
    await staffed.stores.memberships.set_language(AMAL, Role.ADMIN, Language.ARABIC)
    await staffed.start()
    told = await upload(amal, "entries.yaml", b"- id: camps\n  topic: [finance\n")
    lines = told.text.split("\n")

    assert lines[0] == "لا يمكن نشر هذا."
    assert any(f"{ENTRIES}:" in line for line in lines)
    assert lines[-1] == "لم يتغيّر شيء."
    assert told.rows == ()
    assert [
        line for line in lines if (start := outside_isolates(line).lstrip("• ")[:1]).isalpha() and start.isascii()
    ] == []
    assert [release.number for release in await staffed.stores.releases.history(states=[ReleaseState.PUBLISHED])] == [1]


async def test_unreadable_zip_in_arabic(staffed: StaffedStage, amal: Person) -> None:
    """Why a zip cannot be read is told in the admin's language, down to the name of the file."""
    await staffed.stores.memberships.set_language(AMAL, Role.ADMIN, Language.ARABIC)
    await staffed.start()
    told = await upload(amal, "knowledge.zip", packed({"sources.yaml": b"\xff"}))

    assert told.text.startswith(f"لا يمكن قراءة الملف: ترميز الملف {isolate('sources.yaml')} ليس ")


async def test_entries_file_is_published(staffed: StaffedStage, amal: Person, omar: Person) -> None:
    """A file takes the place of the one of its name; the difference is shown, and a tap publishes it."""
    await staffed.start()
    shown = await upload(amal, "entries.yaml", with_91_members(staffed.tree).encode())
    done = await tap(amal, "Publish")
    await staffed.following.look()
    await omar.say(HOW_MANY)
    answer = await omar.next_message()

    assert shown.text.startswith("Release 2 has passed the checks. Publish it?")
    assert "The Coalition has [-90-] {+91+} members <today>." in shown.text
    assert "Question tests: 3 asked, 0 answered otherwise" in shown.text
    assert done.text.startswith("Release 2 is published.")
    assert answer.text.startswith("The Coalition has 91 members")


async def test_whole_tree_as_a_zip(staffed: StaffedStage, amal: Person) -> None:
    """A packed folder is the whole knowledge; what lies beside it without being knowledge is passed over."""
    files = {f"content/{path}": text for path, text in staffed.tree.files.items()}
    files |= {f"content/{ENTRIES}": with_91_members(staffed.tree), "content/README.md": "For curators"}
    await staffed.start()
    shown = await upload(amal, "knowledge.zip", packed(files))

    assert shown.text.startswith("Release 2 has passed the checks.")


async def test_cancel_changes_nothing(staffed: StaffedStage, amal: Person) -> None:
    """After a tap on cancel the release before is served still."""
    await staffed.start()
    await upload(amal, "entries.yaml", with_91_members(staffed.tree).encode())
    told = await tap(amal, "Cancel")
    served = await staffed.stores.releases.served()

    assert told.text == "Nothing was changed."
    assert served is not None
    assert served.number == 1


async def test_second_tap_on_publish(staffed: StaffedStage, amal: Person) -> None:
    """It tells when the release was published, and publishes nothing."""
    await staffed.start()
    shown = await upload(amal, "entries.yaml", with_91_members(staffed.tree).encode())
    await tap(amal, "Publish")
    await amal.send_data("s:publish:2", shown)
    told = await amal.next_edit()

    assert told.text == "Release 2 was published: 2 March 2026, 12:00 UTC"


async def test_release_that_breaks_a_question_test(staffed: StaffedStage, amal: Person) -> None:
    """It is refused with the question, and there is nothing to publish."""
    staffed.examiner.failed = (Failed("t1", "How many members?", "90", "91"),)
    await staffed.start()
    told = await upload(amal, "entries.yaml", with_91_members(staffed.tree).encode())

    assert told.text.split("\n")[0] == "This cannot be published."
    assert "“How many members?” should get 90, and gets 91" in told.text
    assert told.rows == ()


async def test_what_is_served_already(staffed: StaffedStage, amal: Person) -> None:
    """The same file again makes no release."""
    await staffed.start()
    told = await upload(amal, "entries.yaml", staffed.tree.files[ENTRIES].encode())

    assert told.text == "This is what is served already. Nothing was changed."
    assert len(await staffed.stores.releases.history()) == 1


@pytest.mark.parametrize(
    ("name", "size", "said"),
    [
        ("report.pdf", 10, "report.pdf: send a YAML file"),
        ("entries.yaml", LARGEST_UPLOAD + 1, "entries.yaml is too big"),
        ("", 10, ": send a YAML file"),
    ],
)
async def test_what_is_not_even_fetched(staffed: StaffedStage, amal: Person, name: str, size: int, said: str) -> None:
    """A file of another kind, or one that is too big, stays at Telegram."""
    await staffed.start()
    told = await upload(amal, name, b"x" * size)

    assert told.text.startswith(said)
    assert staffed.telegram.calls_to("getFile") == ()


async def test_file_of_a_curator(staffed: StaffedStage, nour: Person, telegram: TelegramDouble) -> None:
    """A curator's file is not fetched; they are told who can send one."""
    await staffed.start()
    told = await upload(nour, "entries.yaml", b"[]")

    assert told.text == "This needs an admin: ask one of them to do it."
    assert telegram.calls_to("getFile") == ()


async def test_markup_in_a_file_name_is_harmless(staffed: StaffedStage, amal: Person) -> None:
    """A name that looks like markup is shown as it is."""
    await staffed.start()
    told = await upload(amal, "<b>&amp;<a href='x'>.pdf", b"x")

    assert told.text.startswith("<b>&amp;<a href='x'>.pdf: send a YAML file")


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (packed({"../sources.yaml": ""}), "upload_outside"),
        (packed({"/etc/sources.yaml": ""}), "upload_outside"),
        (packed({"entries/../../x.yaml": ""}), "upload_outside"),
        (packed({"C:\\x.yaml": ""}), "upload_outside"),
        (packed({"sources.yaml": ""}, link="topics.yaml"), "upload_link"),
        (packed({"sources.yaml": "", "run.sh": ""}), "upload_unknown"),
        (packed({"sources.yaml": "", "entries/deep/x.yaml": ""}), "upload_unknown"),
        (packed({f"entries/x{number}.yaml": "" for number in range(301)}), "upload_too_big_unpacked"),
        (packed({"sources.yaml": "\0" * (33 * 1024 * 1024)}), "upload_too_big_unpacked"),
        (b"PK\x03\x04 no zip", "upload_no_zip"),
        (b"", "upload_no_zip"),
    ],
)
def test_strange_zips_are_refused(content: bytes, reason: str) -> None:
    """Bombs, ways out of the folder, links and files that are no knowledge are refused as a whole, with the reason."""
    with pytest.raises(UploadError) as refused:
        tree_of("knowledge.zip", content, SERVED)

    assert refused.value.reason == reason
    assert len(content) < LARGEST_UPLOAD


def test_zip_that_lies_about_its_size() -> None:
    """A member that unpacks to more than it says is not unpacked further."""
    content = packed({"sources.yaml": "[]" * 1000})
    lying = content.replace((2000).to_bytes(4, "little"), (2).to_bytes(4, "little"))
    with pytest.raises(TreeError, match="no zip file that can be read"):
        tree_of("knowledge.zip", lying, SERVED)


@pytest.mark.parametrize(
    ("name", "path"),
    [
        ("sources.yaml", "sources.yaml"),
        ("Elsewhere.yml", "entries/Elsewhere.yaml"),
        ("elsewhere.YML", "elsewhere.yaml"),
        ("camps.yaml", "entries/camps.yaml"),
        ("/etc/../camps.yaml", "entries/camps.yaml"),
        ("camps (1).yaml", None),
        ("..yaml", None),
    ],
)
def test_place_of_a_single_file(name: str, path: str | None) -> None:
    """By its name alone a file has its place in the knowledge, or none."""
    try:
        tree = tree_of(name, b"- new", SERVED)
    except UploadError:
        tree = None

    assert tree == (SERVED.with_file(path, "- new") if path is not None else None)


@given(st.text(), st.binary())
def test_whatever_is_sent_is_a_tree_or_refused(name: str, content: bytes) -> None:
    """No name and no content does anything else."""
    try:
        tree = tree_of(name, content, SERVED)
    except (UploadError, TreeError):
        return

    assert json.dumps(dict(tree.files))
