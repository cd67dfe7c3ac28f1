"""The commands: `python -m sphinx_facts check|list|suggest|unused|fix [folder of the pages]`."""

from __future__ import annotations

import argparse
import re
import sys
from collections import Counter
from difflib import unified_diff
from pathlib import Path

from sphinx.application import Sphinx

from sphinx_facts import wording
from sphinx_facts.prose.collect import Loose
from sphinx_facts.prose.domain import FactsDomain
from sphinx_facts.prose.fix import Rewrite, apply, by_page, does_more
from sphinx_facts.prose.judge import Fitting
from sphinx_facts.reading import read_pages
from sphinx_facts.values.catalog import Fact
from sphinx_facts.values.problem import Problem

SMALL = 12
"""A count up to this is proposed only where the noun after it is that of its unit."""


def main(arguments: list[str] | None = None) -> int:
    """Run a command; 1 if something has to be mended."""
    parser = argparse.ArgumentParser("python -m sphinx_facts", description=__doc__)
    parser.add_argument("command", choices=COMMANDS)
    parser.add_argument(
        "docs", nargs="?", default="docs", type=Path, help="the folder of the pages"
    )
    parser.add_argument("-c", "--conf", type=Path, help="the folder of conf.py, if it is another")
    parser.add_argument(
        "-D", "--language", help="the language of the pages, if not that of conf.py"
    )
    parser.add_argument("--format", choices=("text", "github"), default="text")
    given = parser.parse_args(arguments)
    docs = given.docs.resolve()
    root = (given.conf or docs).resolve()
    if not (root / "conf.py").is_file():
        print(
            f"there is no conf.py in {given.conf or given.docs}: name its folder with -c",
            file=sys.stderr,
        )
        return 2
    settings = {"language": given.language} if given.language else {}
    if given.command == "suggest":
        settings["facts_unbound"] = "warn"
    problems, app, domain = read_pages(docs, root, listen=False, **settings)
    if app is None or domain is None:
        return _tell(problems, given.format)
    return COMMANDS[given.command](app, domain, problems, given.format)


def _tell(problems: list[Problem], form: str) -> int:
    for problem in problems:
        print(problem.annotation() if form == "github" else problem)
    return int(any(not problem.mild for problem in problems))


def _check(app: Sphinx, domain: FactsDomain, problems: list[Problem], form: str) -> int:
    """Tell every problem."""
    failed = _tell(problems, form)
    uses = sum(len(page.uses) for page in domain.data["found"].values())
    facts, count = len(domain.catalog.facts), len(problems)
    print(f"{facts} facts, {uses} uses, {count} problem{'s' * (count != 1)}", file=sys.stderr)
    return failed


def _list(app: Sphinx, domain: FactsDomain, problems: list[Problem], form: str) -> int:
    """List every fact: its id, value, unit, how often pages use it, and where it stands."""
    used, language = _used(domain), wording.language(app.config.language)
    for name, fact in sorted(domain.catalog.facts.items()):
        print(name, language.said(fact), fact.unit, used[name], fact.position, sep="\t")
    return 0


def _unused(app: Sphinx, domain: FactsDomain, problems: list[Problem], form: str) -> int:
    """List the facts that no page uses."""
    used = _used(domain)
    for name, fact in sorted(domain.catalog.facts.items()):
        if not used[name]:
            print(f"{fact.position}: no page uses {name}")
    return 0


def _fix(app: Sphinx, domain: FactsDomain, problems: list[Problem], form: str) -> int:
    """Rewrite words that no longer say their fact; those of a sentence that says more are left to be read."""
    language, rewrites, left = wording.language(app.config.language), list[Rewrite](), 0
    for page in domain.data["found"].values():
        for use in page.uses:
            fact = domain.catalog.facts.get(use.id) if use.role == "fact" else None
            if not fact or not use.asserts or language.accepts(fact, use.words):
                continue
            before = page.around(use)[0]
            if more := does_more(page, use, language):
                print(
                    f"{use.position}: read again: “{use.words}” beside “{more}”; {use.id} is {language.said(fact)}"
                )
                left += 1
            elif not language.hedge_before(before, use.words, fact.kind):
                rewrites.append(
                    Rewrite(use.position, use.words, language.alike(fact, use.words), use.id)
                )
    for path, changes in by_page(rewrites).items():
        file = Path(app.confdir) / path
        source, missed = apply(file.read_bytes().decode("utf-8"), changes)
        file.write_bytes(source.encode("utf-8"))
        for each in changes:
            print(
                f"{each.position}: not found, mend it by hand ({each.id})"
                if each in missed
                else each
            )
        left += len(missed)
    return int(left > 0)


def _suggest(app: Sphinx, domain: FactsDomain, problems: list[Problem], form: str) -> int:
    """Propose roles for the figures that just one fact fits, as a patch for `git apply`."""
    fitting = Fitting(domain.catalog, wording.language(app.config.language))
    for page in domain.data["found"].values():
        if not page.loose:
            continue
        path = Path(app.confdir) / page.loose[0].position.path
        lines = path.read_bytes().decode("utf-8").splitlines(keepends=True)
        new = list(lines)
        for loose in sorted(page.loose, key=lambda each: each.position, reverse=True):
            line, at = loose.position.line - 1, loose.position.column - 1
            fact = _only(fitting, domain, loose)
            shown = (
                lines[line] if line < len(lines) else ""
            )  # what comes from docstrings is not here
            if fact and shown.startswith(loose.text, at) and _free(lines, line, path.suffix):
                name = ":fact:" if path.suffix == ".rst" else "{fact}"
                role = f"{name}`{loose.text} <{fact.id}>`"
                new[line] = new[line][:at] + role + new[line][at + len(loose.text) :]
        name = page.loose[0].position.path
        sys.stdout.writelines(unified_diff(lines, new, f"a/{name}", f"b/{name}"))
    return 0


def _only(fitting: Fitting, domain: FactsDomain, loose: Loose) -> Fact | None:
    """The one fact that a figure says, if its noun is that of the fact, or nothing small is counted."""
    found = [domain.catalog.facts[name] for name in fitting.ids(loose.text)]
    named = [fact for fact in found if fact.unit and _noun(fact.unit) in loose.after.lower()]
    plain = [fact for fact in found if not isinstance(fact.value, int) or fact.value > SMALL]
    likely = named or (plain if len(found) == 1 else [])
    return likely[0] if len(likely) == 1 else None


def _noun(unit: str) -> str:
    return unit.lower().split()[-1][:-1] if len(unit) > 3 else unit.lower()


def _free(lines: list[str], line: int, suffix: str) -> bool:
    """Whether a longer text breaks nothing: in reStructuredText no heading with a rule, and no table."""
    below = lines[line + 1] if line + 1 < len(lines) else ""
    ruled = re.match(r"([^\w\s])\1{2,}\s*$", below) or re.match(r"\s*[|+]|.*\S {3,}\S", lines[line])
    return suffix != ".rst" or not ruled


def _used(domain: FactsDomain) -> Counter[str]:
    pages = domain.data["found"].values()
    return Counter(use.id for page in pages for use in page.uses if use.role == "fact")


COMMANDS = {"check": _check, "list": _list, "suggest": _suggest, "unused": _unused, "fix": _fix}

if __name__ == "__main__":
    sys.exit(main())
