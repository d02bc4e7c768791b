"""Making a change, and giving a curator the text to begin with."""

from __future__ import annotations

import re
import textwrap
from typing import TYPE_CHECKING, Final, assert_never

import yaml

from knowledge.editing import resolved
from knowledge.editing.changes import (
    AddElsewhere,
    AddEntry,
    AddNearMiss,
    AddPhrasing,
    AddSource,
    AddTold,
    AddUntold,
    ChangeError,
    ConflictError,
    ReplaceEntry,
)
from knowledge.editing.items import Item, compose, find, first_indent, line_end, text_of, value
from knowledge.editing.splicing import with_phrasing
from knowledge.problems import sentence
from knowledge.seals import braced_texts, sealed
from knowledge.text.tokens import wording
from knowledge.tree import ENTRIES, belongs
from knowledge.yaml_scalars import one_line

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from knowledge.editing.changes import AddQuestion, Change
    from knowledge.tree import Tree

LONGEST_QUESTION: Final = 500
"""Characters that are kept of what a person wrote."""

_DOCUMENT: Final = re.compile(r"^(?:---|\.\.\.|%)", re.MULTILINE)
"""Lines that begin or end a whole file; inside one they would cut it in two."""
_SOURCES: Final = "sources.yaml"
_WRITTEN: Final = "the text"
"""What is called a text that stands in no file yet."""
_ELSEWHERE: Final = "elsewhere.yaml"
_HEARD: Final = "heard.yaml"
_LISTS: Final[Mapping[type[AddQuestion], str]] = {
    AddPhrasing: "questions",
    AddNearMiss: "unlike",
    AddTold: "told",
    AddUntold: "untold",
}
"""The key under which each stands."""
_OWN: Final = frozenset({"questions", "unlike"})
"""Those that stand in the entry itself; the others in heard.yaml."""
_ANSWERED: Final = frozenset({"questions", "told"})
"""Those that the entry answers."""


def apply(tree: Tree, change: Change) -> Tree:
    """The tree with the change made.

    Texts are written in one line, without what is invisible, and cut after 500 characters. A question test for the same
    question gives way to the new one. Texts of an entry that is added or replaced get fitting seals.

    Raises:
        ChangeError: it cannot be made.
        ConflictError: an entry to be replaced is no longer as it was.
    """
    match change:
        case AddPhrasing() | AddNearMiss() | AddTold() | AddUntold():
            return _add_question(tree, change)
        case AddElsewhere():
            return _add_elsewhere(tree, change)
        case AddEntry():
            return _add_entry(tree, change)
        case ReplaceEntry():
            return _replace_entry(tree, change)
        case AddSource():
            return _appended(tree, _SOURCES, _new_item(tree, change.text, _SOURCES, [_SOURCES]))
        case _:
            assert_never(change)


def entry_text(tree: Tree, entry: str) -> str:
    """The YAML text of an entry: a list item with all lines that belong to it, comments in it among them.

    Raises:
        ChangeError: there is no such entry.
    """
    return _text(_entry(tree, entry))


def source_text(tree: Tree, source: str) -> str:
    """The YAML text of a source, the same way.

    Raises:
        ChangeError: there is no such source.
    """
    item = find(tree, [_SOURCES], source)
    if item is None:
        raise ChangeError(sentence("There is no source {source!r}: look for it in the list of sources", source=source))
    return _text(item)


def id_of(text: str) -> str:
    """The id of an entry or a source from its YAML text.

    Raises:
        ChangeError: the text is no single list item with an id.
    """
    identity = _identity(_one_item(text, _WRITTEN), _WRITTEN)
    if not identity:
        raise ChangeError(sentence("The text has no `id:`: give it one"))
    return identity


def _add_question(tree: Tree, change: AddQuestion) -> Tree:
    """With a question in one of the lists of an entry, or of what people asked of it, and as a question test."""
    key, text = _LISTS[type(change)], _question(change.text)
    entry, heard = _entry(tree, change.entry), find(tree, [_HEARD], change.entry, key="entry")
    for item in (entry, heard) if heard is not None else (entry,):
        _refuse_decided(item, text, is_answered=key in _ANSWERED)
    holder = entry if key in _OWN else heard
    if holder is not None:
        changed = holder.replaced(tree, with_phrasing(holder, key, change.variety, text))
    else:
        changed = _appended(tree, _HEARD, with_phrasing(_begun(change.entry), key, change.variety, text))
    if key in _ANSWERED:
        return resolved.with_answer(changed, text, change.variety, change.entry)
    return resolved.with_gap(changed, text, change.variety)


def _begun(entry: str) -> Item:
    """Of what people asked of an entry no more than which it is."""
    text = f"- entry: {entry}"
    return Item(_HEARD, 0, text, compose(text, _HEARD).value[0])


def _add_elsewhere(tree: Tree, change: AddElsewhere) -> Tree:
    item, text = find(tree, [_ELSEWHERE], change.subject), _question(change.text)
    if item is None:
        wrong = "There is no subject {id!r} in {file}: choose another"
        raise ChangeError(sentence(wrong, id=change.subject, file=_ELSEWHERE))
    _refuse_known(item, "questions", text, "“{text}” stands under {id} already: there is nothing to add")
    changed = item.replaced(tree, with_phrasing(item, "questions", change.variety, text))
    return resolved.with_gap(changed, text, change.variety)


def _add_entry(tree: Tree, change: AddEntry) -> Tree:
    if not (belongs(change.file) and change.file.startswith(f"{ENTRIES}/")):
        raise ChangeError(sentence("{file!r} cannot be a file of entries: write entries/name.yaml", file=change.file))
    return _appended(tree, change.file, _sealed(_new_item(tree, change.text, change.file, _files_of_entries(tree))))


def _replace_entry(tree: Tree, change: ReplaceEntry) -> Tree:
    item = _entry(tree, change.entry)
    current = _text(item)
    if _unix(change.before) != current:
        wrong = "{entry} was changed by somebody else in the meantime: look at both texts"
        raise ConflictError(sentence(wrong, entry=change.entry), current)
    text = _one_item(change.text, item.file)
    if (identity := _identity(text, item.file)) != change.entry:
        wrong = "The text has the id {id!r}: keep {entry!r}, it never changes"
        raise ChangeError(sentence(wrong, id=identity, entry=change.entry))
    if item.indent is None:
        wrong = "{file} is written in brackets: write each entry in lines after a hyphen first"
        raise ChangeError(sentence(wrong, file=item.file))
    ending = line_end(tree.files[item.file])
    return item.replaced(tree, _laid_out(_sealed(text), item.indent, ending))


def _entry(tree: Tree, entry: str) -> Item:
    item = find(tree, _files_of_entries(tree), entry)
    if item is None:
        raise ChangeError(sentence("There is no entry {entry!r}: choose another, or add it", entry=entry))
    return item


def _files_of_entries(tree: Tree) -> list[str]:
    return sorted(path for path in tree.files if path.startswith(f"{ENTRIES}/"))


def _question(written: str) -> str:
    text = one_line(written)[:LONGEST_QUESTION].rstrip()
    if not wording(text):
        raise ChangeError(sentence("The question is empty: write what is asked"))
    return text


def _refuse_decided(item: Item, text: str, *, is_answered: bool) -> None:
    """Refuse a question that an entry, or what people asked of it, has already, as the same or as the opposite."""
    if is_answered:
        _refuse_known(item, "questions", text, "“{text}” is a phrasing of {id} already: there is nothing to add")
        _refuse_known(item, "told", text, "“{text}” was asked, and {id} tells it: there is nothing to add")
        _refuse_known(item, "unlike", text, "“{text}” is a near miss of {id}: take it out there first")
        _refuse_known(item, "untold", text, "“{text}” was asked, and {id} does not tell it: take it out there first")
    else:
        _refuse_known(item, "unlike", text, "“{text}” is a near miss of {id} already: there is nothing to add")
        _refuse_known(item, "untold", text, "“{text}” was asked, and {id} does not tell it: there is nothing to add")
        _refuse_known(item, "questions", text, "“{text}” is a phrasing of {id}: take it out there first")
        _refuse_known(item, "told", text, "“{text}” was asked, and {id} tells it: take it out there first")


def _refuse_known(item: Item, key: str, text: str, reason: str) -> None:
    """Refuse a text that an item has under a key already, for a reason by what it is in English."""
    if wording(text) in {wording(phrasing) for phrasing in _phrasings(value(item.node, key))}:
        identity = text_of(value(item.node, "id")) or text_of(value(item.node, "entry"))
        raise ChangeError(sentence(reason, text=text, id=identity))


def _phrasings(node: yaml.Node | None) -> Iterator[str]:
    for _, listed in node.value if isinstance(node, yaml.MappingNode) else ():
        for phrasing in listed.value if isinstance(listed, yaml.SequenceNode) else ():
            yield text_of(phrasing)


def _text(item: Item) -> str:
    """The text of an item as a curator sees it: from the left margin, with plain line ends."""
    return _unix(item.text) if item.indent is None else textwrap.dedent(_unix(item.text))


def _unix(text: str) -> str:
    """With the line ends of Unix, and no blank line at either end."""
    return text.replace("\r\n", "\n").strip("\n").rstrip()


def _new_item(tree: Tree, written: str, file: str, files: list[str]) -> str:
    """The text of an item whose id no other item of these files has."""
    text = _one_item(written, file)
    identity = _identity(text, file)
    if not identity:
        raise ChangeError(sentence("The text has no `id:`: give it one"))
    if (other := find(tree, files, identity)) is not None:
        wrong = "The id {id!r} is taken, see {file}: give this one an id of its own"
        raise ChangeError(sentence(wrong, id=identity, file=other.file))
    return text


def _one_item(written: str, file: str) -> str:
    """The text of one list item, from the left margin; a hyphen is put before it where it lacks one.

    Raises:
        ChangeError: it is not one item.
    """
    text = textwrap.dedent(_unix(written.removeprefix("\ufeff")))
    root = compose(text, file)
    if isinstance(root, yaml.MappingNode) and not root.flow_style:
        text = "- " + textwrap.indent(text, "  ").lstrip()
        root = compose(text, file)
    items = root.value if isinstance(root, yaml.SequenceNode) and not root.flow_style else []
    if len(items) != 1 or not isinstance(items[0], yaml.MappingNode) or _DOCUMENT.search(text) is not None:
        wrong = "The text is not one item: write `- id: …`, and the other keys in lines below it"
        raise ChangeError(sentence(wrong))
    return text


def _identity(text: str, file: str) -> str:
    return text_of(value(compose(text, file).value[0], "id"))


def _sealed(text: str) -> str:
    """With fitting seals: whoever writes an entry with a tool has both languages before them."""
    root = compose(text, "")
    if braced_texts(root):
        raise ChangeError(sentence("A text stands in braces: write `en:` and `ar:` on lines of their own"))
    return sealed(text, root)[0].rstrip("\n")


def _appended(tree: Tree, file: str, item: str) -> Tree:
    """With an item at the end of a file, after a blank line; the file is made where there is none."""
    content = tree.files.get(file, "")
    indent, ending = first_indent(content), line_end(content)
    if indent is None and any(line.strip() and not line.startswith("#") for line in content.splitlines()):
        wrong = "{file} is written in brackets: write each item in lines after a hyphen first"
        raise ChangeError(sentence(wrong, file=file))
    gap = "" if not content else ending if content.endswith("\n") else ending * 2
    return tree.with_file(file, content + gap + _laid_out(item, indent or 0, ending) + ending)


def _laid_out(item: str, indent: int, ending: str) -> str:
    return textwrap.indent(item, " " * indent).replace("\n", ending)
