"""What every test may use, and the rule that under CI no test is skipped."""

from __future__ import annotations

import os
from collections.abc import Callable, Generator
from pathlib import Path
from typing import Any

import pytest

pytest_plugins = ("pytester",)
collect_ignore = ["cases", "roots"]

ROOT = Path(__file__).resolve().parent.parent


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
    reports = (report for kind in ("passed", "failed") for report in terminalreporter.stats.get(kind, ()))
    said = {report.nodeid: [line for name, line in report.user_properties if name == "said"]
            for report in reports if report.when == "call"}  # fmt: skip
    for nodeid in sorted(name for name, lines in said.items() if lines):
        terminalreporter.section(nodeid, sep="-")
        for line in said[nodeid]:
            terminalreporter.line(line)


def under_ci() -> bool:
    """Whether CI is set: then what a test needs (TeX, a browser) has to be there."""
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
