"""Under CI a skipped test, or a skipped file of tests, is a failure."""

from __future__ import annotations

from pathlib import Path

import pytest

FILES = {
    "test_marked": "import pytest\n@pytest.mark.skip(reason='no poppler')\ndef test_it(): pass\n",
    "test_inside": "import pytest\ndef test_it(): pytest.skip('no browser')\n",
    "test_whole_file": "import pytest\npytest.skip('no library', allow_module_level=True)\n",
    "test_expected": "import pytest\n@pytest.mark.xfail(reason='known')\ndef test_it(): assert False\n",
    "test_plain": "def test_it(): pass\n",
}


@pytest.fixture
def inner(pytester: pytest.Pytester, repository: Path) -> pytest.Pytester:
    """A small project with those files and the same conftest.py."""
    pytester.makeconftest((repository / "tests" / "conftest.py").read_text(encoding="utf-8"))
    pytester.makepyfile(**FILES)
    return pytester


def test_a_skip_fails_under_ci(inner: pytest.Pytester, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CI", "true")
    result = inner.runpytest("--continue-on-collection-errors")
    # pytest calls what happens before the test's own body an error
    result.assert_outcomes(passed=1, failed=1, errors=2, xfailed=1)
    result.stdout.fnmatch_lines_random(
        [f"*Nothing may be skipped where CI is set.*{why}*" for why in ("poppler", "library")]
    )


@pytest.mark.parametrize("ci", ["", "false"])
def test_elsewhere_a_skip_is_a_skip(
    inner: pytest.Pytester, monkeypatch: pytest.MonkeyPatch, ci: str
) -> None:
    monkeypatch.setenv("CI", ci)
    inner.runpytest().assert_outcomes(passed=1, skipped=3, xfailed=1)
