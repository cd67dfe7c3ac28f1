"""Ids are for ever: links, citations and downloads hold on to them. The register lists every one that was given out."""

from __future__ import annotations

import os
from pathlib import Path

from ext.withdrawal.records.kinds import FILES
from tests.support import whole

ROOT = Path(__file__).parents[2]
REGISTER = ROOT / "tests" / "whole" / "register" / "ids.txt"
REDIRECTS = ROOT / "tests" / "whole" / "register" / "redirects.txt"
NOT_KEPT = ("pins", "computed")  # what is computed is a fact


def ids() -> list[str]:
    """Every id that a page, a download or a citation may hold: kind and id, one a line."""
    book = whole.book()
    found = [f"fact {name}" for name in book.facts]
    found += [
        f"{kind} {name}"
        for kind in FILES
        if kind not in NOT_KEPT
        for name in getattr(book.data, kind)
    ]
    found += [f"sources {key}" for key in book.data.sources]
    return sorted(found)


def listed(path: Path) -> list[str]:
    lines = path.read_text(encoding="utf-8").splitlines()
    return [line for line in lines if line and not line.startswith("#")]


def redirects() -> dict[str, str]:
    """What became of ids that are no longer: the old one and the one to read instead."""
    return {
        old.strip(): new.strip()
        for old, _, new in (line.partition("->") for line in listed(REDIRECTS))
    }


def test_no_id_is_lost() -> None:
    now = ids()
    if os.environ.get("BLESS"):
        head = (
            "# Every id that was ever given out. "
            "To add new ones: BLESS=1 python -m pytest tests/whole/test_register.py\n"
        )
        kept = {*listed(REGISTER), *now} if REGISTER.exists() else set(now)
        REGISTER.write_text(head + "".join(f"{line}\n" for line in sorted(kept)), encoding="utf-8")
    gone = [line for line in listed(REGISTER) if line not in set(now) and line not in redirects()]
    assert not gone, (
        f"{', '.join(gone)}: ids are permanent, since pages, citations and downloads elsewhere hold them. Take the id "
        "back; or, if it was a mistake, write a line “kind old-id -> kind new-id” into "
        "tests/whole/register/redirects.txt, "
        "and add the old id to `also` of the record that takes its place"
    )


def test_new_ids_are_registered() -> None:
    new = sorted(set(ids()) - set(listed(REGISTER)))
    assert not new, (
        f"{', '.join(new[:5])}: new ids; run BLESS=1 python -m pytest tests/whole/test_register.py"
    )


def test_redirects_lead_to_ids() -> None:
    now = set(ids())
    for old, new in redirects().items():
        assert old in listed(REGISTER) and old not in now, f"{old} is not an id that has gone"
        assert new in now, f"{new}, to which {old} is redirected, is no id"
