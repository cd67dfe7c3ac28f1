"""A work of the bibliography, as the rest of the book knows it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from ext.withdrawal.records.fields import Told


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A work as the bibliography gives it, with what was read of it (`seen`) and its grade (A to C-).

    Works of one `family`, those with one `voice`, and copies of the `same_witness` do not bear each other out.
    """

    key: Annotated[str, Told("the permanent key")]
    label: Annotated[str, Told("how it is cited")]
    title: Annotated[str, Told("its title")]
    seen: Annotated[str, Told("how much of it was read")]
    grade: Annotated[str, Told("how far it is to be trusted, from A to C-")]
    via: Annotated[str, Told("the source that cites it, where it was not seen itself")] = ""
    url: Annotated[str, Told("its address")] = ""
    url_note: Annotated[str, Told("why no address is given")] = ""
    author: Annotated[str, Told("its authors")] = ""
    author_native: Annotated[str, Told("its authors in their own script")] = ""
    title_native: Annotated[str, Told("its title in its own script")] = ""
    date: Annotated[str, Told("when it was published")] = ""
    family: Annotated[str, Told("the tradition that it belongs to")] = ""
    voice: Annotated[str, Told("the voice it repeats: works with one voice are one witness")] = ""
    same_witness: Annotated[str, Told("the source that it is a copy of")] = ""
    isbn: Annotated[str, Told("its ISBN")] = ""
    issn: Annotated[str, Told("its ISSN")] = ""
    doi: Annotated[str, Told("its DOI")] = ""
    archive: Annotated[str, Told("its address in an archive of the web")] = ""
    kind: Annotated[str, Told("what kind of work it is, as BibTeX calls it")] = ""
    journal: Annotated[str, Told("the journal or newspaper it stands in")] = ""
    howpublished: Annotated[str, Told("where it stands, if not in a journal")] = ""
    volume: Annotated[str, Told("the volume")] = ""
    number: Annotated[str, Told("the issue")] = ""
    pages: Annotated[str, Told("the pages")] = ""
    publisher: Annotated[str, Told("the publisher, the school or the institution")] = ""
    urldate: Annotated[str, Told("when the address was opened")] = ""
