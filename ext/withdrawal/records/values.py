"""The fact list: every value in the records, and every figure this book computes from them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields
from fractions import Fraction

from ext.withdrawal.records import queries
from ext.withdrawal.records.dataset import Dataset, key
from ext.withdrawal.records.kinds import evidence
from ext.withdrawal.records.model import Batch, Count, Record, Tally, When
from sphinx_facts.values import dates
from sphinx_facts.values.catalog import Fact, Kind

SUMMED = ("strength", "divisions")


def facts(data: Dataset) -> dict[str, Fact]:
    """Every fact by id: `record.field` for values in the records, the name of a query for computed ones."""
    found: dict[str, Fact] = {}
    for kind, record in data.records():
        for fact in _of_record(data, kind, record):
            found[fact.id] = fact
    for compute in (
        _campaigns,
        _shares,
        _holdings,
    ):  # in this order: shares are computed from the totals
        for fact in list(compute(data, found)):
            found.setdefault(fact.id, fact)
    return found


def _of_record(data: Dataset, kind: str, record: Record) -> Iterator[Fact]:
    for field in fields(record):
        value = getattr(record, field.name)
        if isinstance(value, Count):
            yield from _count(data, kind, record, field.name, value)
        elif isinstance(value, When):
            yield from _when(data, kind, record, field.name, value)
    for name, count in record.figures.items():
        yield from _count(data, kind, record, name, count, "figures")
    if isinstance(record, Batch):
        yield Fact(
            id=f"{record.id}.order",
            kind="ordinal",
            value=record.order,
            title=f"{title(record)}: place in the order",
            claims=record.dates.claims,
            target=evidence(kind, f"{record.id}.order"),
            position=data.where(record.id, "order"),
        )
        yield from _length(record, found=queries.edtf(record.dates), data=data)


def _count(
    data: Dataset, kind: str, record: Record, name: str, count: Count, inside: str = ""
) -> Iterator[Fact]:
    if count.value == "unknown":
        return
    path = (inside, name) if inside else (name,)
    yield Fact(
        id=f"{record.id}.{name}",
        kind="count",
        value=count.value,
        unit=count.unit or name,
        title=title(record)
        if isinstance(record, Tally) and name == "count"
        else f"{title(record)}: {_spaced(name)}",
        status=count.status,
        approximate=count.approximate,
        bound=count.bound,
        claims=count.claims,
        sources=count.sources,
        note=count.note,
        target=evidence(kind, f"{record.id}.{name}"),
        position=data.where(key(kind, record.id), *path, "value"),
    )


def _when(data: Dataset, kind: str, record: Record, name: str, when: When) -> Iterator[Fact]:
    value = queries.edtf(when)
    if value is None:
        return
    ends = {"": value}
    if isinstance(value, dates.Interval):
        ends |= {
            f".{end}": date
            for end, date in (("start", value.start), ("end", value.end))
            if date is not None
        }
    for suffix, date in ends.items():
        yield Fact(
            id=f"{record.id}.{name}{suffix}",
            kind="date",
            value=date,
            title=f"{title(record)}: {_end_of(name, suffix, date)}",
            status=when.status,
            claims=when.claims,
            sources=when.sources,
            note=when.note,
            target=evidence(kind, f"{record.id}.{name}{suffix}"),
            position=data.where(key(kind, record.id), name, "value"),
        )


def _spaced(name: str) -> str:
    return name.replace("-", " ")


def _end_of(name: str, suffix: str, date: dates.Date | dates.Interval) -> str:
    """What a span or an end of it is called: the dates of a batch begin on a first day and end on a last one."""
    if not suffix:
        return name
    at = 0 if suffix == ".start" else 1
    if name == "dates" and isinstance(date, dates.Date) and date.day:
        return ("first day", "last day")[at]
    return f"{name}, {('beginning', 'end')[at]}"


def _length(
    batch: Batch, found: dates.Date | dates.Interval | None, data: Dataset
) -> Iterator[Fact]:
    try:
        length = dates.days(found) if found else None
    except dates.DateError:
        length = None
    if length is not None:
        yield Fact(
            id=f"{batch.id}.days",
            kind="count",
            value=length,
            unit="days",
            title=f"{batch.title}: length in days, both ends counted",
            status="derived",
            parts=(f"{batch.id}.dates",),
            target=evidence("batches", f"{batch.id}.days"),
            position=data.where(batch.id, "dates", "value"),
        )


def _derived(
    name: str,
    value: int | Fraction,
    kind: Kind,
    unit: str,
    text: str,
    parts: tuple[str, ...] = (),
    approximate: bool = False,
) -> Fact:
    return Fact(
        id=name,
        kind=kind,
        value=value,
        unit=unit,
        title=text,
        status="derived",
        approximate=approximate,
        parts=parts,
        target=evidence("computed", name),
    )


def _campaigns(data: Dataset, found: dict[str, Fact]) -> Iterator[Fact]:
    for campaign in data.campaigns.values():
        name, batches = campaign.id, queries.batches(data, campaign.id)
        for field in SUMMED:
            parts = [found.get(f"{batch.id}.{field}") for batch in batches]
            known = [part for part in parts if part is not None and isinstance(part.value, int)]
            if batches and len(known) == len(parts):
                yield _derived(
                    f"{name}.{field}",
                    sum(part.value for part in known if isinstance(part.value, int)),
                    "count",
                    known[0].unit,
                    f"{campaign.title}: {field}",
                    tuple(part.id for part in known),
                    any(part.approximate for part in known),
                )
        yield _derived(
            f"{name}.batches",
            len(batches),
            "count",
            "batches",
            f"{campaign.title}: number of batches",
        )
        armies = queries.count_units(data, name, echelon="army")
        yield _derived(f"{name}.armies", armies, "count", "armies", f"{campaign.title}: armies")
        for arm in queries.SPECIAL_ARMS:
            if number := queries.count_units(data, name, echelon="division", arm=arm):
                label = arm.replace(" ", "-")
                yield _derived(
                    f"{name}.{label}-divisions",
                    number,
                    "count",
                    "divisions",
                    f"{campaign.title}: {arm} divisions",
                )
        if special := sum(
            queries.count_units(data, name, echelon="division", arm=arm)
            for arm in queries.SPECIAL_ARMS
        ):
            yield _derived(
                f"{name}.special-arms-divisions",
                special,
                "count",
                "divisions",
                f"{campaign.title}: special-arms divisions",
            )
        yield from _span(name, campaign.title, batches)
    armies = len(queries.armies(data))
    yield _derived(
        "armistice.armies", armies, "count", "armies", "Armies in Korea at the armistice"
    )
    yield _derived(
        "armistice.divisions",
        armies * 3 + 1,
        "count",
        "divisions",
        "Divisions of the armies in Korea at the armistice, three to an army, and the 33rd Division",
        ("armistice.armies",),
    )
    announced = [name for name in ("open", "final") if name in data.campaigns]
    yield _derived(
        "announced.batches",
        sum(len(queries.batches(data, name)) for name in announced),
        "count",
        "batches",
        "Announced batches, open and final",
        tuple(f"{name}.batches" for name in announced),
    )


def _span(name: str, text: str, batches: list[Batch]) -> Iterator[Fact]:
    spans = [queries.edtf(batch.dates) for batch in batches]
    starts = [span.start if isinstance(span, dates.Interval) else span for span in spans]
    ends = [span.end if isinstance(span, dates.Interval) else span for span in spans]
    if not spans or None in starts or None in ends:
        return
    first = min((date for date in starts if date), key=dates.sort_key)
    last = max((date for date in ends if date), key=dates.sort_key)
    parts = tuple(f"{batch.id}.dates" for batch in batches)
    for suffix, value in (("", dates.Interval(first, last)), (".start", first), (".end", last)):
        yield Fact(
            id=f"{name}.dates{suffix}",
            kind="date",
            value=value,
            title=f"{text}: {_end_of('dates', suffix, value)}",
            status="derived",
            parts=parts,
            target=evidence("computed", f"{name}.dates{suffix}"),
        )


SHARES: tuple[tuple[str, str, str, str], ...] = (
    (
        "final.share-of-armistice",
        "final.strength",
        "cpv-at-armistice.count",
        "Troops of 1958 as a share of those at the armistice",
    ),
    (
        "cpv-april-1956.share-of-armistice",
        "cpv-april-1956.count",
        "cpv-at-armistice.count",
        "Volunteers of April 1956 as a share of those at the armistice",
    ),
    (
        "us-1955.share-of-height",
        "us-1955.count",
        "us-1953.count",
        "US forces of 1955 as a share of the wartime height",
    ),
    (
        "us-1956.share-of-height",
        "us-1956.count",
        "us-1953.count",
        "US forces of 1956 as a share of the wartime height",
    ),
)


def _shares(_: Dataset, found: dict[str, Fact]) -> Iterator[Fact]:
    if height := found.get("cpv-at-armistice.count"):
        yield Fact(
            id="armistice.strength",
            kind="count",
            value=height.value,
            unit=height.unit,
            title=height.title,
            status=height.status,
            approximate=height.approximate,
            claims=height.claims,
            sources=height.sources,
            parts=(height.id,),
            target=evidence("computed", "armistice.strength"),
            position=height.position,
        )
    for name, part, whole, text in SHARES:
        over, under = found.get(part), found.get(whole)
        if (
            over
            and under
            and isinstance(over.value, int)
            and isinstance(under.value, int)
            and under.value
        ):
            share = Fraction(over.value, under.value)
            yield _derived(name, share, "share", "", text, (part, whole))
            gone = name.replace(".share-of-", ".gone-since-")
            yield _derived(gone, 1 - share, "share", "", f"{text}: what had gone", (part, whole))


def _holdings(data: Dataset, _: dict[str, Fact]) -> Iterator[Fact]:
    """How much the book holds, for the pages that speak of the book itself."""
    texts = queries.source_text_claims(data)
    for name, number, unit in (
        ("book.source-text-claims", len(texts), "claims"),
        ("book.other-claims", len(queries.other_claims(data)), "claims"),
        ("book.claims", len(data.claims), "claims"),
        ("book.discrepancies", len(data.discrepancies), "discrepancies"),
        ("book.sources", len(data.sources), "sources"),
        ("book.sums", len(data.sums), "sums"),
        ("book.events", len(data.events), "events"),
        ("book.units", len(data.units), "units"),
        ("book.people", len(data.people), "people"),
        ("book.places", len(data.places), "places"),
        ("book.documents", len(data.documents), "documents"),
        (
            "book.sources-cited-through-others",
            sum(1 for source in data.sources.values() if source.via),
            "sources",
        ),
    ):
        yield _derived(
            name,
            number,
            "count",
            unit,
            f"This book: {name.removeprefix('book.').replace('-', ' ')}",
        )
    for state in ("open", "closed"):
        number = sum(1 for row in data.discrepancies.values() if row.state == state)
        yield _derived(
            f"book.discrepancies-{state}",
            number,
            "count",
            "discrepancies",
            f"This book: {state} discrepancies",
        )
    for verdict in ("corroborated", "partly", "contradicted", "not found"):
        number = sum(1 for claim in texts if claim.verdict == verdict)
        yield _derived(
            f"book.claims-{verdict.replace(' ', '-')}",
            number,
            "count",
            "claims",
            f"Claims of the source text: {verdict}",
        )
    for status in ("clear", "garbled", "internally inconsistent"):
        number = sum(1 for claim in texts if claim.status == status)
        yield _derived(
            f"book.claims-{status.replace(' ', '-')}",
            number,
            "count",
            "claims",
            f"Claims of the source text: {status}",
        )


def title(record: Record) -> str:
    """What a record is called in a heading."""
    names = getattr(record, "names", None)
    return str(names.en if names else getattr(record, "title", record.id))
