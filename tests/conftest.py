"""What every test may use, and the rule that under CI no test is skipped."""

from __future__ import annotations

import importlib.metadata
import os
from collections.abc import Callable, Generator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings

from tests.support.deep import seed, times

# What is installed stays the same for a run, and Sphinx looks through all of it nine times for every book it opens.
importlib.metadata.entry_points = cache(importlib.metadata.entry_points)

pytest_plugins = ("pytester", "tests.support.shared")
collect_ignore = ["support/roots", "whole/cases"]

ROOT = Path(__file__).resolve().parent.parent
NEEDS = {"chromium_command": "browser", "typeset": "pdf", "epub": "pdf"}
"""What a test is marked that asks for one of these fixtures, itself or through another."""
LONG = ("typeset", "epub", "reader", "chromium_command")
"""Fixtures of the tests that take long, in the order in which they begin; so none is left over for one process."""


def pytest_addoption(parser: pytest.Parser) -> None:
    """What tests/support/deep.py reads. The environment carries it into the processes of pytest-xdist."""
    parser.addoption(
        "--deep", action="store_true", help="all that is random or endless, not a sample of it"
    )
    parser.addoption("--seed", type=int, help="the seed of all that is random")


@pytest.hookimpl(tryfirst=True)
def pytest_configure(config: pytest.Config) -> None:
    """Hand the options on to tests/support/deep.py and to Hypothesis, and name the markers."""
    if config.getoption("--deep"):
        os.environ["BOOK_DEEP"] = "1"
    if config.getoption("--seed") is not None:
        os.environ["BOOK_SEED"] = str(config.getoption("--seed"))
    settings.register_profile(
        "book", max_examples=times(50, 2000), deadline=None, database=None, print_blob=True
    )
    settings.load_profile("book")
    config.option.hypothesis_seed = seed()
    config.addinivalue_line("markers", "browser: needs Chromium")
    config.addinivalue_line(
        "markers",
        "pdf: makes the PDFs or the e-book, or reads them: needs poppler, qpdf, epubcheck",
    )
    config.addinivalue_line("markers", "deep: only with --deep")


def fixtures(item: pytest.Item) -> set[str]:
    """The fixtures that a test asks for, itself or through others."""
    return set(getattr(item, "fixturenames", ()))


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Mark what makes the PDFs or needs a browser, and let what takes longest begin.

    What only a deep run does is deselected, so that nothing is skipped.
    """
    for item in items:
        for fixture in NEEDS.keys() & fixtures(item):
            item.add_marker(NEEDS[fixture])
    items.sort(key=lambda item: [fixture not in fixtures(item) for fixture in LONG])
    if not config.getoption("--deep"):
        left = [item for item in items if item.get_closest_marker("deep")]
        config.hook.pytest_deselected(items=left)
        items[:] = [item for item in items if not item.get_closest_marker("deep")]


@pytest.fixture(scope="session")
def repository() -> Path:
    """The folder that holds conf.py, data/ and docs/."""
    return ROOT


@pytest.fixture
def say(record_property: Callable[[str, object], None]) -> Callable[[str], None]:
    """Says a line at the end of the run, in whatever process the test has run."""
    return lambda line: record_property("said", line)


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """Print what the tests have said, test by test."""
    reports = (
        report for kind in ("passed", "failed") for report in terminalreporter.stats.get(kind, ())
    )
    said = {report.nodeid: [line for name, line in report.user_properties if name == "said"]
            for report in reports if report.when == "call"}  # fmt: skip
    for nodeid in sorted(name for name, lines in said.items() if lines):
        terminalreporter.section(nodeid, sep="-")
        for line in said[nodeid]:
            terminalreporter.line(line)


def under_ci() -> bool:
    """Whether CI is set: then what a test needs (poppler, a browser) has to be there."""
    return os.environ.get("CI", "").lower() not in {"", "0", "false"}


def fail_if_skipped(report: pytest.TestReport | pytest.CollectReport) -> None:
    """Turn a skip into a failure under CI; a failure that was expected (xfail) is no skip."""
    if report.skipped and under_ci() and not hasattr(report, "wasxfail"):
        reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else report.longrepr
        report.outcome = "failed"
        report.longrepr = f"Nothing may be skipped where CI is set. {reason}"


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Look at every test that was run or skipped."""
    report = yield
    fail_if_skipped(report)
    return report


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report() -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    """Look at every file that was collected: a whole file may be skipped as well."""
    report = yield
    fail_if_skipped(report)
    return report
