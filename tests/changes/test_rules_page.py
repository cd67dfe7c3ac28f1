"""The page of the rules is what the registry and the cases make of it."""

from __future__ import annotations

from pathlib import Path

from ext.withdrawal.changes.rules_page import PAGE, cases_in, page
from sphinx_facts.values.rules import RULES


def test_the_page_is_fresh(repository: Path) -> None:
    made = page(cases_in(repository / "tests" / "whole" / "cases"))
    assert (repository / PAGE).read_text(encoding="utf-8") == made, (
        "run python -m ext.withdrawal rules"
    )
    assert all(f"### `{rule}`" in made for rule in RULES)
