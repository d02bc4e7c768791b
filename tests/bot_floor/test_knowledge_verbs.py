"""`sanad knowledge`: what waits, handing in, publishing, going back and writing out, at a terminal and for a script."""

from __future__ import annotations

import io
import json
import shutil
from typing import TYPE_CHECKING, Any

import pytest
from bot_floor.desks import ADMIN, BROKEN, Office, office
from rich.console import Console

from bot import releasing
from handlers import curation, publishing
from handlers.releases import ReleaseState, StaleError
from knowledge.editing import AddPhrasing, AddTold, AddUntold, ChangeError
from knowledge.schema import Variety
from knowledge.tree import Tree, TreeError

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable
    from pathlib import Path

    from bot_floor.installation import Installation, Ran

    Sanad = Callable[..., Ran]

ASKED = AddPhrasing("coalition-members", "how big is the club", Variety.ENGLISH)


class Printed:
    """A console that goes nowhere, and what was printed on it."""

    def __init__(self) -> None:
        self._file = io.StringIO()
        self.console = Console(file=self._file, width=160, highlight=False, markup=False, emoji=False, soft_wrap=True)

    @property
    def lines(self) -> list[str]:
        return [line.rstrip() for line in self._file.getvalue().splitlines()]

    @property
    def object(self) -> Any:  # noqa: ANN401 - whatever the JSON says
        return json.loads(self._file.getvalue())


@pytest.fixture(scope="module")
def first(small: Path) -> Tree:
    return Tree.read(small)


@pytest.fixture
async def desk_of(first: Tree) -> Office:
    """A desk whose first release is published."""
    opened = office()
    await publishing.begin(opened.desk, first)
    return opened


@pytest.fixture
def copy(small: Path, tmp_path: Path) -> Path:
    """A working copy in which one title was changed."""
    folder = shutil.copytree(small, tmp_path / "copy")
    retitle(folder, "Who is in it")
    return folder


def retitle(folder: Path, title: str) -> None:
    path = folder / "entries" / "entries.yaml"
    text = path.read_text(encoding="utf-8").replace("Members of the Global Coalition", title)
    path.write_text(text, encoding="utf-8")


async def printed(work: Callable[[Console], Awaitable[int]]) -> tuple[int, list[str]]:
    """How some work ended, and what it printed."""
    out = Printed()
    return await work(out.console), out.lines


async def test_nothing_waits(desk_of: Office) -> None:
    """An empty draft says that it is empty."""
    assert await printed(lambda out: releasing.show_draft(desk_of.desk, out)) == (0, ["Nothing waits to be published."])


async def test_what_waits(desk_of: Office) -> None:
    """A change is listed with its number, what it does, and whose it is."""
    await curation.keep(desk_of.desk, ADMIN, [ASKED])
    code, (heading, line) = await printed(lambda out: releasing.show_draft(desk_of.desk, out))

    assert (code, heading) == (0, "1 to be published, on top of release 1:")
    assert line.startswith("  1  coalition-members is also asked as “how big is the club” (en)  (cli:amal, ")


@pytest.mark.parametrize(
    ("kind", "line"),
    [
        (AddTold, "coalition-members tells what was asked as “and who left” (en)"),
        (AddUntold, "coalition-members does not tell what was asked as “and who left” (en)"),
    ],
)
async def test_what_people_asked_waits(desk_of: Office, kind: type[AddTold | AddUntold], line: str) -> None:
    """What people asked of an entry is listed with whether it tells it."""
    change, at = kind("coalition-members", "and who left", Variety.ENGLISH), desk_of.desk.clock.now()
    await desk_of.desk.drafts.add(change, author="telegram:1", at=at, expected=0)
    _, lines = await printed(lambda out: releasing.show_draft(desk_of.desk, out))

    assert line in lines[1]


async def test_change_that_can_no_longer_be_made(desk_of: Office, first: Tree) -> None:
    """A change whose entry is gone is listed apart, with the reason."""
    await curation.keep(desk_of.desk, ADMIN, [ASKED])
    entries = first.files["entries/entries.yaml"].replace('"coalition-members"', '"members"')
    await desk_of.publish(first.with_file("entries/entries.yaml", entries))
    _, lines = await printed(lambda out: releasing.show_draft(desk_of.desk, out))

    assert lines[0].startswith("0 to be published")
    assert lines[1].startswith("1 that can no longer be made")
    assert "coalition-members" in lines[2]


async def test_what_was_asked_does_not_steer_the_terminal(desk_of: Office) -> None:
    """A change with a terminal's escapes or a library's markup in it is listed as plain text."""
    await desk_of.desk.drafts.add(
        AddPhrasing("coalition-members", "a\x1b[31mb [bold]c", Variety.ENGLISH),
        author="telegram:1",
        at=desk_of.desk.clock.now(),
        expected=0,
    )
    _, lines = await printed(lambda out: releasing.show_draft(desk_of.desk, out))

    assert "a [31mb [bold]c" in lines[1]


async def test_drop(desk_of: Office) -> None:
    """A change that is dropped waits no longer."""
    await curation.keep(desk_of.desk, ADMIN, [ASKED])
    code, (line,) = await printed(lambda out: releasing.drop(desk_of.desk, out, 1))

    assert (code, line.startswith("dropped: 1  coalition-members")) == (0, True)
    assert await desk_of.desk.drafts.changes() == ()


async def test_drop_what_does_not_wait(desk_of: Office) -> None:
    """A number that does not wait is refused."""
    with pytest.raises(StaleError, match="does not wait"):
        await releasing.drop(desk_of.desk, Printed().console, 7)


async def test_difference_of_the_draft(desk_of: Office) -> None:
    """Without anything named, the draft is compared with what is served."""
    await curation.keep(desk_of.desk, ADMIN, [ASKED])
    _, lines = await printed(lambda out: releasing.show_difference(desk_of.desk, out, [], is_json=False))

    assert any("how big is the club" in line for line in lines)


async def test_difference_of_a_folder(desk_of: Office, copy: Path) -> None:
    """A folder is compared with what is served."""
    _, lines = await printed(lambda out: releasing.show_difference(desk_of.desk, out, [str(copy)], is_json=False))

    assert any("{+Who is in it+}" in line for line in lines)


async def test_difference_of_two_releases(desk_of: Office, copy: Path) -> None:
    """Two releases are compared in the order in which they are named."""
    await desk_of.publish(Tree.read(copy))
    _, there = await printed(lambda out: releasing.show_difference(desk_of.desk, out, ["1", "2"], is_json=False))
    _, back = await printed(lambda out: releasing.show_difference(desk_of.desk, out, ["2", "1"], is_json=False))

    assert any("{+Who is in it+}" in line for line in there)
    assert any("[-Who is in it-]" in line for line in back)


async def test_no_difference(desk_of: Office, small: Path) -> None:
    """Where nothing differs, that is said."""
    assert await printed(lambda out: releasing.show_difference(desk_of.desk, out, [str(small)], is_json=False)) == (
        0,
        ["no difference"],
    )


async def test_difference_for_a_script(desk_of: Office, copy: Path) -> None:
    """As JSON, what changed has its kind, its id and its fate."""
    out = Printed()
    await releasing.show_difference(desk_of.desk, out.console, [str(copy)], is_json=True)
    (changed,) = out.object["changed"]

    assert (changed["kind"], changed["id"], changed["fate"]) == ("entry", "coalition-members", "changed")


@pytest.mark.parametrize("sides", [["7"], ["1", "2", "3"], ["no-such-folder"]])
async def test_difference_of_nothing(desk_of: Office, sides: list[str]) -> None:
    """A release or a folder that is not there, or too many of them, is refused in one sentence."""
    with pytest.raises((StaleError, TreeError)) as caught:
        await releasing.show_difference(desk_of.desk, Printed().console, sides, is_json=False)

    assert len(str(caught.value).splitlines()) == 1


async def test_import(desk_of: Office, copy: Path) -> None:
    """A folder that is handed in is compared and examined, waits under its number, and is not served."""
    code, lines = await printed(lambda out: releasing.hand_in(desk_of.desk, out, copy, "a title", is_json=False))
    served = await desk_of.desk.releases.served()

    assert code == 0
    assert any("{+Who is in it+}" in line for line in lines)
    assert "0 errors, 0 warnings; 1 question tests, 0 fail" in lines
    assert lines[-1] == "Release 2 waits: `sanad knowledge publish 2`"
    assert served is not None
    assert served.number == 1


async def test_import_of_a_zip(desk_of: Office, copy: Path, tmp_path: Path) -> None:
    """A zip of the folder is the folder."""
    packed = shutil.make_archive(str(tmp_path / "packed"), "zip", copy.parent, copy.name)
    await releasing.hand_in(desk_of.desk, Printed().console, tmp_path / packed, "", is_json=False)

    assert await desk_of.desk.releases.tree(2) == Tree.read(copy)


async def test_import_that_is_refused(desk_of: Office, copy: Path) -> None:
    """What fails is said first, and the exit code is 1."""
    retitle(copy, BROKEN)
    (copy / "topics.yaml").write_text(f"# {BROKEN}\n", encoding="utf-8")
    code, lines = await printed(lambda out: releasing.hand_in(desk_of.desk, out, copy, "", is_json=False))

    assert code == 1
    assert "  t1: “How many?” should get answer coalition-members, and gets gap" in lines
    assert lines[-1].startswith("Release 2 is refused")


async def test_import_for_a_script(desk_of: Office, copy: Path) -> None:
    """As JSON, there is the release, the examination and the difference."""
    out = Printed()
    await releasing.hand_in(desk_of.desk, out.console, copy, "", is_json=True)

    assert list(out.object) == ["release", "examination", "difference"]
    assert (out.object["release"]["number"], out.object["examination"]["passes"]) == (2, True)


async def test_import_of_no_knowledge(desk_of: Office, tmp_path: Path) -> None:
    """A folder without a knowledge is refused, and nothing is kept."""
    with pytest.raises(TreeError, match=r"sources\.yaml is missing"):
        await releasing.hand_in(desk_of.desk, Printed().console, tmp_path, "", is_json=False)

    assert len(await desk_of.desk.releases.history()) == 1


async def test_publish_the_draft(desk_of: Office) -> None:
    """Without a number, what waits is published, with its note."""
    await curation.keep(desk_of.desk, ADMIN, [ASKED])
    code, lines = await printed(lambda out: releasing.publish(desk_of.desk, out, None, "more", force=False))
    served = await desk_of.desk.releases.served()

    assert (code, lines) == (0, ["Release 2 is published; running bots take it over within seconds."])
    assert served is not None
    assert (served.number, served.note) == (2, "more")


async def test_publish_what_was_handed_in(desk_of: Office, copy: Path) -> None:
    """With a number, that release is published."""
    await releasing.hand_in(desk_of.desk, Printed().console, copy, "", is_json=False)
    code, _ = await printed(lambda out: releasing.publish(desk_of.desk, out, 2, "", force=False))
    served = await desk_of.desk.releases.served()

    assert served is not None
    assert (code, served.number) == (0, 2)


async def test_publish_what_fails(desk_of: Office, first: Tree) -> None:
    """A release that fails is not published: the reasons are printed, and the exit code is 1."""
    tree = first.with_file("topics.yaml", f"# {BROKEN}\n{first.files['topics.yaml']}")
    await publishing.submit(desk_of.desk, ADMIN, tree, "")
    code, lines = await printed(lambda out: releasing.publish(desk_of.desk, out, 2, "", force=False))

    assert (code, lines[0]) == (1, "Not published:")
    assert any("should get" in line for line in lines)


async def test_publish_by_force(desk_of: Office, first: Tree) -> None:
    """By force it is published, and that is recorded."""
    tree = first.with_file("topics.yaml", f"# {BROKEN}\n{first.files['topics.yaml']}")
    await publishing.submit(desk_of.desk, ADMIN, tree, "")
    code, _ = await printed(lambda out: releasing.publish(desk_of.desk, out, 2, "", force=True))
    release = await desk_of.desk.releases.get(2)

    assert code == 0
    assert release is not None
    assert (release.state, release.is_forced) == (ReleaseState.PUBLISHED, True)


async def test_history(desk_of: Office, copy: Path) -> None:
    """Releases are listed newest first, with a star at the one that is served."""
    await releasing.hand_in(desk_of.desk, Printed().console, copy, "a title", is_json=False)
    _, (_, second, first_row) = await printed(lambda out: releasing.show_history(desk_of.desk, out, 30, is_json=False))

    assert second.split()[:2] == ["2", "checked"]
    assert first_row.split()[:2] == ["1*", "published"]


async def test_history_for_a_script(desk_of: Office) -> None:
    """As JSON, each release says whether it is served."""
    out = Printed()
    await releasing.show_history(desk_of.desk, out.console, 30, is_json=True)

    assert [(row["number"], row["author"], row["served"]) for row in out.object] == [(1, "folder", True)]


async def test_show(desk_of: Office, copy: Path) -> None:
    """One release is shown with what it changed."""
    await desk_of.publish(Tree.read(copy))
    _, lines = await printed(lambda out: releasing.show(desk_of.desk, out, 2))

    assert lines[0] == "release    2, published"
    assert any("{+Who is in it+}" in line for line in lines)


async def test_roll_back(desk_of: Office, copy: Path, first: Tree) -> None:
    """The release before is brought back, as a release of its own."""
    await desk_of.publish(Tree.read(copy))
    code, lines = await printed(lambda out: releasing.roll_back(desk_of.desk, out, None))

    assert (code, lines) == (0, ["Release 3 brings back release 1."])
    assert (await publishing.served(desk_of.desk))[1] == first


async def test_export(desk_of: Office, first: Tree, tmp_path: Path) -> None:
    """What is served is written as it was handed in, and handed in again it is the same."""
    await releasing.export(desk_of.desk, Printed().console, tmp_path / "out", None)

    assert Tree.read(tmp_path / "out").hash == first.hash


async def test_export_of_an_earlier_release(desk_of: Office, first: Tree, copy: Path) -> None:
    """Another release is written over a working copy, whose own files give way and whose others stay."""
    (copy / "README.md").touch()
    (copy / "entries" / "more.yaml").touch()
    await desk_of.publish(Tree.read(copy))
    await releasing.export(desk_of.desk, Printed().console, copy, 1)

    assert Tree.read(copy) == first
    assert (copy / "README.md").exists()


async def test_export_before_the_first_release(tmp_path: Path) -> None:
    """Where nothing was published there is nothing to write, and no folder is touched."""
    with pytest.raises(StaleError, match="no release yet"):
        await releasing.export(office().desk, Printed().console, tmp_path, None)


@pytest.mark.parametrize("verb", [["draft"], ["diff"], ["history"]])
def test_verb(sanad: Sanad, verb: list[str]) -> None:
    """The verbs that look work on a database in which nothing was published."""
    ran = sanad("knowledge", *verb)

    assert (ran.code, ran.err) == (0, "")


def test_difference_on_the_command_line(sanad: Sanad, installation: Installation) -> None:
    """Before the first release all of a folder is new."""
    ran = sanad("knowledge", "diff", str(installation.knowledge))

    assert (ran.code, ran.err) == (0, "")
    assert "coalition-members" in ran.out


@pytest.mark.parametrize(
    "verb", [["show", "7"], ["publish"], ["publish", "7"], ["rollback"], ["drop", "7"], ["export", "out"]]
)
def test_what_cannot_be_tried(sanad: Sanad, verb: list[str]) -> None:
    """What there is nothing to do for ends with 2 and one sentence."""
    ran = sanad("knowledge", *verb)

    assert (ran.code, ran.out, ran.err.count("\n")) == (2, "", 1)


async def test_change_to_an_entry_that_is_not_there(desk_of: Office) -> None:
    """A change that cannot be made is refused before it is kept."""
    with pytest.raises(ChangeError):
        await curation.keep(desk_of.desk, ADMIN, [AddPhrasing("no-such-entry", "how?", Variety.ENGLISH)])
