"""An entry as somebody is writing it: read from the fields of a form, checked, and made into changes."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from itertools import count
from typing import TYPE_CHECKING, Final

from knowledge.editing import AddEntry, AddSource, ReplaceEntry, id_of
from knowledge.forms import ClaimForm, EntryForm, Flaw, FormError, ReferenceForm, SourceForm
from knowledge.schema import Bilingual, Variety
from knowledge.tree import ENTRIES

if TYPE_CHECKING:
    from collections.abc import Container, Iterator, Mapping

    from bot.web.visit import Visit
    from knowledge.editing import Change
    from knowledge.forms import Flaws
    from knowledge.schema import Knowledge

NO_TEXT: Final = Bilingual("", "")
NO_REFERENCE: Final = ReferenceForm("", "")
NO_CLAIM: Final = ClaimForm(NO_TEXT)
NO_ENTRY: Final = EntryForm("", "", NO_TEXT, {}, ())
NO_SOURCE: Final = SourceForm("", NO_TEXT, "", "")

_LISTED: Final = re.compile(r"[\s,،]+")
_FIGURES: Final = re.compile(r"\s*[;؛]\s*")


@dataclass(frozen=True, slots=True)
class Sheet:
    """What stands in a form: an entry field by field, or its text, with all that goes with it."""

    form: EntryForm
    text: str | None = None
    """The entry in YAML, where that is what is written; `form` then says nothing but the topic."""
    original: str = ""
    """The id of the entry that is edited; empty for a new one."""
    before: str = ""
    """Its text as it was when the editing began."""
    group: int | None = None
    """The gaps that it answers."""
    added: tuple[str, ...] = ()
    """New sources in YAML that go with it."""
    source: SourceForm = NO_SOURCE
    """One more, that is being written."""

    @property
    def written(self) -> str:
        """The entry in YAML."""
        return self.text if self.text is not None else tidy(self.form).yaml_text()

    def flaws(self, sources: Container[str]) -> Flaws:
        """What has to be mended before anybody looks at what it would change; `sources` are those that can be cited."""
        if self.text is not None:
            return ()
        form = tidy(self.form)
        return (*form.problems(), *_uncitable(form, sources))

    def is_unchanged(self) -> bool:
        """Whether nothing was written that stood there otherwise before."""
        if not self.original or self.text is not None:
            return self.text == self.before
        try:
            return EntryForm.of(self.before) == tidy(self.form)
        except FormError:
            return False

    def changes(self, knowledge: Knowledge) -> tuple[Change, ...]:
        """The changes that it comes to; new sources first, since the entry cites them."""
        entry = (
            ReplaceEntry(self.original, self.before, self.written)
            if self.original
            else AddEntry(file_of(knowledge, self.form.topic), self.written)
        )
        return (*map(AddSource, self.added), entry)


def sheet_of(visit: Visit) -> Sheet:
    """What was sent with the form."""
    group = visit.field("group")
    return Sheet(
        form=_entry(visit),
        text=_yaml(visit) if visit.field("manner") == "text" else None,
        original=visit.field("original"),
        before=visit.field("before"),
        group=int(group) if group.isdecimal() else None,
        added=tuple(text.replace("\r\n", "\n") for text in visit.fields("added")),
        source=source_of(visit, "source."),
    )


def source_of(visit: Visit, prefix: str = "") -> SourceForm:
    """A source from the fields that begin with `prefix`."""

    def field(name: str) -> str:
        return visit.field(f"{prefix}{name}")

    return SourceForm(
        id=field("id"),
        publisher=Bilingual(field("publisher.en"), field("publisher.ar")),
        title=field("title"),
        language=field("language"),
        published=field("published"),
        published_note=Bilingual(field("published_note.en"), field("published_note.ar")),
        url=field("url"),
        is_courtesy_translation=field("courtesy") == "yes",
    )


def as_text(sheet: Sheet) -> Sheet:
    """The same with its entry as text."""
    return replace(sheet, text=sheet.written)


def as_form(sheet: Sheet) -> Sheet:
    """The same with its entry field by field.

    Raises:
        FormError: the form cannot hold it.
    """
    return sheet if sheet.text is None else replace(sheet, form=EntryForm.of(sheet.text), text=None)


def with_source(sheet: Sheet) -> Sheet:
    """The same with the new source among those that go with it."""
    return replace(sheet, added=(*sheet.added, sheet.source.yaml_text()), source=NO_SOURCE)


def with_room(sheet: Sheet, *, claim: bool = False) -> Sheet:
    """The same with a field left for one more source of each claim; with a claim more, if that is asked for."""
    claims = sheet.form.claims or (NO_CLAIM,)
    claims = (*claims, NO_CLAIM) if claim else claims
    return replace(sheet, form=replace(sheet.form, claims=tuple(map(_with_reference, claims))))


def tidy(form: EntryForm) -> EntryForm:
    """Without claims and sources in which nothing was written."""
    claims = (replace(claim, sources=_without_blanks(claim.sources)) for claim in form.claims)
    return replace(form, claims=tuple(claim for claim in claims if claim != NO_CLAIM))


def ids_of(added: tuple[str, ...]) -> Mapping[str, str]:
    """The texts of new sources by their ids."""
    return {id_of(text): text for text in added}


def file_of(knowledge: Knowledge, topic: str) -> str:
    """Where a new entry of a topic belongs: beside its latest one."""
    beside = knowledge.entries_of(topic)
    return f"{ENTRIES}/{beside[-1].place.file.name}" if beside else f"{ENTRIES}/{topic}.yaml"


def _uncitable(form: EntryForm, sources: Container[str]) -> Iterator[tuple[str, Flaw]]:
    for place, claim in enumerate(form.claims):
        for number, reference in enumerate(claim.sources):
            if reference.id and reference.id not in sources:
                yield f"claims.{place}.sources.{number}.id", Flaw.UNKNOWN


def _entry(visit: Visit) -> EntryForm:
    return EntryForm(
        id=visit.field("original") or visit.field("id"),
        topic=visit.field("topic"),
        title=_bilingual(visit, "title"),
        questions=_phrasings(visit, "questions"),
        claims=tuple(_claims(visit)),
        unlike=_phrasings(visit, "unlike"),
        follow_ups=_phrasings(visit, "follow_ups"),
        unanswered=_phrasings(visit, "unanswered"),
        related=tuple(filter(None, _LISTED.split(visit.field("related")))),
    )


def _yaml(visit: Visit) -> str:
    """The text of an entry as it was written: blanks before its first line may belong to it."""
    written = visit.form.get("yaml", "")
    return written.replace("\r\n", "\n").rstrip() if isinstance(written, str) else ""


def _bilingual(visit: Visit, name: str) -> Bilingual:
    return Bilingual(visit.field(f"{name}.en"), visit.field(f"{name}.ar"))


def _phrasings(visit: Visit, name: str) -> dict[Variety, tuple[str, ...]]:
    """The lines of each variety's field."""
    lines = {variety: visit.field(f"{name}.{variety}").split("\n") for variety in Variety}
    listed = {variety: tuple(line.strip() for line in written if line.strip()) for variety, written in lines.items()}
    return {variety: texts for variety, texts in listed.items() if texts}


def _claims(visit: Visit) -> Iterator[ClaimForm]:
    for place in count():
        name = f"claims.{place}"
        if f"{name}.text.en" not in visit.form:
            return
        yield ClaimForm(
            text=_bilingual(visit, f"{name}.text"),
            as_of=visit.field(f"{name}.as_of"),
            since=visit.field(f"{name}.since"),
            until=visit.field(f"{name}.until"),
            sources=tuple(_references(visit, name)),
        )


def _references(visit: Visit, claim: str) -> Iterator[ReferenceForm]:
    for place in count():
        name = f"{claim}.sources.{place}"
        if f"{name}.id" not in visit.form:
            return
        figures = tuple(filter(None, _FIGURES.split(visit.field(f"{name}.figures"))))
        yield ReferenceForm(visit.field(f"{name}.id"), visit.field(f"{name}.at"), figures)


def _with_reference(claim: ClaimForm) -> ClaimForm:
    return replace(claim, sources=(*_without_blanks(claim.sources), NO_REFERENCE))


def _without_blanks(references: tuple[ReferenceForm, ...]) -> tuple[ReferenceForm, ...]:
    return tuple(reference for reference in references if reference != NO_REFERENCE)
