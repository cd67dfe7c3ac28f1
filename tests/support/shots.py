"""Makes the pictures of the contributor’s guide from the book as it is (needs Chromium).

`python -m tests.support.shots`

A wrong figure is tried on a copy: the entry with its link, at the width of a phone, and what the check answers.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
from html import escape
from pathlib import Path
from typing import Any

from playwright.sync_api import sync_playwright

from tests.support.whole import ROOT, copied, sphinx

FACT = "open-2.strength"
FORGE = {
    "GITHUB_SERVER_URL": "https://github.com",
    "GITHUB_REPOSITORY": "reader/fork",
    "GITHUB_REF_NAME": "main",
}
STILL = "html { scroll-behavior: auto !important } .back-to-top { display: none !important }"
SHOW = f"""() => {{
  const link = document.getElementById("{FACT}").nextElementSibling.querySelector("a.correct");
  link.style.outline = "3px solid #b3261e"; link.style.outlineOffset = "3px";
  link.scrollIntoView({{block: "end"}}); scrollBy(0, 90);
}}"""
TERMINAL = (
    "background:#1e2227; color:#d7dae0; font:14px/1.5 monospace; margin:0; padding:14px 16px; "
    "white-space:pre-wrap"
)


def answered(root: Path) -> str:
    """What the check says first of the prose when the value is another by one."""
    file = root / "data" / "batches.yaml"
    text = re.sub(r"value: 52192$", "value: 53192", file.read_text(encoding="utf-8"), flags=re.M)
    file.write_text(text, encoding="utf-8")
    check = [sys.executable, "-m", "ext.withdrawal", "check"]
    done = subprocess.run(check, cwd=root, capture_output=True, text=True, check=False)
    found = re.search(rf"^docs/.*{FACT}.*\n    hint: .*$", done.stdout, re.M)
    assert found, done.stdout
    return f"$ make check\n{found[0]}"


def pictures(browser: Any, root: Path, answer: str) -> None:
    """Write both pictures into docs/_static."""
    phone = browser.new_page(viewport={"width": 390, "height": 560})
    phone.goto((root / "html" / "reference" / "evidence-batches.html").as_uri())
    phone.add_style_tag(content=STILL)
    phone.evaluate(SHOW)
    phone.screenshot(path=ROOT / "docs" / "_static" / "correct-entry.png")
    desk = browser.new_page(viewport={"width": 690, "height": 300})
    desk.set_content(
        f'<meta charset="utf-8"><body style="margin:0"><pre style="{TERMINAL}">{escape(answer)}</pre>'
    )
    desk.locator("pre").screenshot(path=ROOT / "docs" / "_static" / "correct-answer.png")


def main() -> None:
    """Build a copy of the book as if it came from a forge, and take the pictures."""
    with tempfile.TemporaryDirectory() as folder:
        root = copied(Path(folder) / "book")
        subprocess.run(
            sphinx("html", root / "html", root / "trees"),
            cwd=root,
            env={**os.environ, **FORGE},
            check=True,
        )
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(
                executable_path=shutil.which("chromium"), args=["--no-sandbox"]
            )
            pictures(browser, root, answered(root))
            browser.close()


if __name__ == "__main__":
    main()
