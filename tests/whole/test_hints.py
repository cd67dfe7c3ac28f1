"""Every hint that says what to write, add or delete is applied as printed, and its problem must go away."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest

from ext.withdrawal.changes import errata
from ext.withdrawal.records.mending import carried_out
from sphinx_facts.values.problem import Position, Problem
from tests.support.deep import some_of_each
from tests.whole.test_cases import FILES, broken, problems_of

SAID = re.compile(
    r"^(?P<path>[\w./-]+):(?P<line>\d+):(?P<column>\d+): (?P<rule>[\w.-]+): (?P<message>.*)\n"
    r"(?:    hint: (?P<hint>.*(?:\n(?:errata:|  ).*)*)\n)?",  # lines of YAML may follow
    re.M,
)


class Said(NamedTuple):
    """A problem as printed."""

    path: str
    line: int
    column: int
    rule: str
    message: str
    hint: str


class Page:
    """A file to be mended: its text, and the offset of the problem in it."""

    def __init__(self, text: str, said: Said) -> None:
        self.text = text
        lines = text.split("\n")
        self.at = sum(len(line) + 1 for line in lines[: said.line - 1]) + said.column - 1
        self.start = self.at - said.column + 1
        end = text.find("\n", self.at)
        self.end = end if end >= 0 else len(text)
        self.said = said

    def put(self, start: int, end: int, new: str) -> str:
        return self.text[:start] + new + self.text[end:]

    def quoted(self) -> str:
        """What the message quotes first."""
        found = re.search("“([^”]*)”", self.said.message)
        assert found
        return found[1]


def words(page: Page, new: str) -> str:
    """Put `new` in the place of what the message quotes, at the place of the problem."""
    old = page.quoted()
    assert page.text.startswith(old, page.at), (old, page.text[page.at : page.at + 40])
    return page.put(page.at, page.at + len(old), new)


def value(page: Page, new: str) -> str:
    """Put `new` in the place of the whole value."""
    field = re.compile(r"\w+ = \{([^}]*)\}").match(page.text, page.at)  # of a bibliography
    if field and not re.match(r"\w+ = ", new):
        return page.put(*field.span(1), new)
    return page.put(
        page.at,
        page.end,
        new.removesuffix(" if the two ends are exchanged").removesuffix(" if the day is not known"),
    )


def hedged(page: Page, new: str) -> str:
    """Put the whole role in the place of the hedge and the role."""
    start = page.text.rindex(page.quoted(), 0, page.at)
    return page.put(start, page.text.index("`", page.at) + 1, new)


def unhedged(page: Page, hedge: str) -> str:
    """Take the hedge before the role at the problem away, or the one behind it."""
    start = page.text.rfind(f"{hedge} ", page.start, page.at)
    if start < 0:
        start = page.text.index(f" {hedge}", page.at)
    return page.put(start, start + len(hedge) + 1, "")


def role_around(page: Page, new: str) -> str:
    """Put a role in the place of the one that the words at the problem stand in."""
    start = page.text.rindex("{", 0, page.at)
    return page.put(start, page.text.index("`", page.at) + 1, new)


def noun(page: Page, new: str) -> str:
    """Write another noun after the role at the problem."""
    old = re.search(r"counts (\w+)", page.said.message)
    assert old
    start = page.text.index(old[1], page.text.index("`", page.at))
    return page.put(start, start + len(old[1]), new)


def other_end(page: Page, _: str) -> str:
    """Name the other end of the span in the role that the words at the problem stand in."""
    start = page.text.index(page.said.message.split(" stands before ")[1].split(",")[0], page.at)
    dot = page.text.index(">", start)
    whole, _, end = page.text[start:dot].rpartition(".")
    return page.put(start, dot, f"{whole}.{'end' if end == 'start' else 'start'}")


def number_of_its_own(page: Page, new: str) -> str:
    """End the formula at the problem with another number."""
    start = page.text.rindex("==", page.at, page.end)
    return page.put(start, page.end, f'{new}"')


def another_work(page: Page, hint: str) -> str:
    """Cite one work in the place of another."""
    new, old = hint.split(" instead of ")
    return page.put(start := page.text.index(old, page.at), start + len(old), new)


def mark_apart(page: Page, mark: str) -> str:
    """Take works out of a citation, and cite them in one of their own."""
    start = page.text.index("{cite:p}", page.at)
    end = page.text.index("`", page.text.index("`", start) + 1)
    works = re.sub(rf",?{mark.split('`')[1]}\b(?:\{{[^}}]*\}})?", "", page.text[start:end])
    return page.put(start, end + 1, f"{works}` {mark}")


def named(page: Page, new: str) -> str:
    """Put another id in the place of the one that is quoted, somewhere in the role or value."""
    start = page.text.index(page.quoted(), page.at)
    return page.put(start, start + len(page.quoted()), new)


def below(page: Page, new: str) -> str:
    """Add a line to the map that begins at the place of the problem."""
    indent = " " * (page.said.column - 1)
    return (
        page.put(page.start, page.start, f"{indent}{new}\n")
        if not page.text[page.start : page.at].strip()
        else (page.put(page.end, page.end, f"\n{indent}{new}"))
    )


def missing(page: Page, hint: str) -> str:
    """Add each key that is missing, with a value of the kind that the hint names."""
    for key, wanted in re.findall(r"add “([\w-]+):” with ([^;]*)", hint):
        example = re.search(r"(?:for example|one of:) (\"[^\"]*\"|[^,]+)", wanted)
        text = below(
            page, f"{key}: {example[1] if example else '[]' if 'list' in wanted else 'Words'}"
        )
        page = Page(text, page.said)
    return page.text


def line_gone(page: Page, _: str) -> str:
    """Delete a key with all that stands under it."""
    rest = page.text[page.end + 1 :].split("\n")
    inside = re.compile(rf" {{{page.said.column},}}| {{{page.said.column - 1}}}- ")
    deeper = next((n for n, line in enumerate(rest) if not inside.match(line)), len(rest))
    deeper = 0 if page.said.path.endswith(".bib") else deeper
    before = page.text[page.start : page.at] if page.text[page.start : page.at].strip() else ""
    kept = "\n".join(rest[deeper:])
    return page.text[: page.start] + before + (kept.lstrip() if before else kept)


def mended(page: Page, _: str) -> str:
    """Carry out what the loader itself can carry out."""
    said = page.said
    problem = Problem(
        Position(said.path, said.line, said.column), said.rule, said.message, said.hint
    )
    line = carried_out(page.text[page.start : page.end], problem)
    assert line is not None
    return page.put(page.start, page.end, line)


def pair_gone(page: Page, _: str) -> str:
    """Delete the line that holds a key and its value."""
    return page.put(page.start, page.end + 1, "")


def quotation_gone(page: Page, _: str) -> str:
    """Delete the quotation at the problem, its language and its translation."""
    item, rest = page.text[: page.start], page.text[page.start :]
    return item + re.sub(r"^ +(?:quote|lang|translation): .*\n", "", rest, count=3, flags=re.M)


def record_gone(page: Page, _: str) -> str:
    """Delete a record: its line with the dash, and the deeper lines below it."""
    rest = page.text[page.end + 1 :].split("\n")
    deeper = next((n for n, line in enumerate(rest) if not line.startswith("    ")), len(rest))
    kept = "\n".join(rest[deeper:])
    before = page.text[: page.start]
    return before + kept if "  - " in before + kept else before.replace("pins:", "pins: []") + kept


def character_gone(page: Page, _: str) -> str:
    return page.put(page.at, page.at + 1, "")


def last_line(page: Page, marks: str) -> str:
    return f"{page.text}{marks}\n"


def role_joined(page: Page, role: str) -> str:
    return page.put(page.at, page.text.index("`", page.at), role)


def settings_gone(page: Page, _: str) -> str:
    return page.text.split("---\n", 2)[2]


def unit_gone(page: Page, name: str) -> str:
    """Take an id out of the list on the line."""
    unit = page.said.message.split(" ")[0]
    found = page.text[page.start : page.end]
    return page.put(page.start, page.end, re.sub(rf"(?:, )?{unit}", "", found))


def erratum_first(page: Page, lines: str) -> str:
    return page.text.replace("errata: []\n", f"{lines}\n")


def erratum_last(page: Page, lines: str) -> str:
    return f"{page.text}{lines}\n"


def rest_of_line(page: Page, new: str) -> str:
    """Put `new` in the place of what stands from the problem to the end of its line."""
    return page.put(page.at, page.end, new)


def role_whole(page: Page, new: str) -> str:
    """Put a role in the place of the one at the problem."""
    words = page.text.index("`", page.at) + 1
    return page.put(page.at, page.text.index("`", words) + 1, new)


def escaped(page: Page, new: str) -> str:
    """Put a backslash before the sign at the problem."""
    return page.put(page.at, page.at, new[0])


def of_code(page: Page, marks: str) -> str:
    """Say behind the marks at the problem that they hold code."""
    return page.put(page.at, page.at + len(marks) - len("text"), marks)


def key_out(page: Page, key: str) -> str:
    """Delete the line with a key below the problem."""
    start = page.text.index(key, page.at)
    first = page.text.rindex("\n", 0, start)
    return page.put(first, page.text.index("\n", start), "")


def value_shared(page: Page, same: str) -> str:
    """Write what a value is the same as in its place."""
    start = page.text.rindex("value:", 0, page.at)
    return page.put(start, page.text.index("\n", start), same)


def no_secret(page: Page, who: str) -> str:
    """Delete the user and the password at the problem."""
    return page.put(page.at, page.at + len(who), "")


APPLIED: tuple[tuple[str, str, Callable[[Page, str], str]], ...] = (
    (r"fact\.mismatch", r"write “([^”]*)”, or ", words),
    (r"fact\.unbound", r"write (\{fact\}`[^`]*`)", words),
    (r"fact\.hedge", r"write (\{fact\}`[^`]*`)", hedged),
    (r"fact\.hedge", r".* take “([^”]*)” away", unhedged),
    (r"fact\.(?:subject|rendered)", r"write (\{fact\}`[^`]*`)", role_around),
    (r"fact\.span", r"name (the other end)", other_end),
    (r"fact\.unit", r"write (\w+), or", noun),
    (r"fact\.uncited", r"cite ([\w]+ instead of \w+), or", another_work),
    (r"fact\.uncited", r"give (?:it|them) a mark apart, (\{.*)", mark_apart),
    (r"fact\.unknown", r"did you mean ([\w.-]+), which is", named),
    (r"fact\.unknown|data\.(?:reference|evidence|sum)", r"did you mean “([^”]*)”\?", named),
    (r"fact\.unused-pin", r"delete it()", record_gone),
    (r"data\.key", r"did you mean “([^”]*)”\?", words),
    (r"data\.key", r"((?!.*a map).*add “[\w-]+:” with .*)", missing),
    (r"data\.key", r"keep one()$", line_gone),
    (r"data\.type", r"did you mean “([^”]*)”\?", value),
    (
        r"data\.(?:type|syntax|key)",
        r"(use spaces|write a plain space|write (?:[\"'\[].*|\d+(?:,.*)?|[\w-]+))$",
        mended,
    ),
    (r"data\.order", r"write (\d+)$", value),
    (
        r"data\.evidence",
        r"add “(note:)” with the reason",
        lambda page, key: below(page, f"{key} Nobody knows."),
    ),
    (r"data\.evidence", r"add “(claims:) ", lambda page, key: below(page, f"{key} [F001]")),
    (r"data\.order", r"take it out of ([\w-]+)", unit_gone),
    (r"data\.quote", r"add “(locator:)”", lambda page, key: below(page, f"{key} On top, headline")),
    (r"data\.quote", r"add “(translation:)”", lambda page, key: below(page, f"{key} Words")),
    (r"data\.quote", r"add “(lang: \w+)”", below),
    (r"data\.quote", r"write (\w+)$", value),
    (r"data\.quote", r"write “([^”]*)” if it is one", value),
    (r"data\.quote", r"delete (it)$", pair_gone),
    (r"data\.quote", r"delete (quote, lang and translation)", quotation_gone),
    (r"data\.sum", r"end this line with “(== [0-9.]+)”", number_of_its_own),
    (r"data\.sum", r"write holds: (true)", value),
    (r"data\.unsaid", r"take “(unsaid:)” out", key_out),
    (r"data\.twin", r"in the place of its “value:” write “(same: [^”]*)”", value_shared),
    (r"data\.reference", r"write “([^”]*)”, or ", lambda page, new: value(page, f'"{new}"')),
    (
        r"data\.erratum",
        r"in data/errata\.yaml write in the place of the line “errata: \[\]”:\n([\s\S]*)",
        erratum_first,
    ),
    (r"data\.erratum", r"add at the end of data/errata\.yaml:\n([\s\S]*)", erratum_last),
    (r"data\.syntax", r"write ([a-z]+ = .*?)(?: if the fault is at the end)?$", rest_of_line),
    (r"data\.syntax", r"write ([a-z]+: .*) if the first word is a key$", value),
    (r"page\.markup", r"write (`{3,}|:{3,}) on a line of its own", last_line),
    (r"page\.markup", r"write the words in backticks right behind it: (\{[\w:-]+\})", role_joined),
    (r"page\.syntax", r"did you mean “([^”]*)”\?$", named),
    (r"page\.syntax", r"write (:[\w-]+:(?:(?! right below).)*)$", rest_of_line),
    (r"page\.(?:syntax|markup)", r"write (\{[\w-]+\}[^`]*)$", rest_of_line),
    (r"page\.markup", r"write ([`~:]{3,}.*)$", rest_of_line),
    (r"page\.syntax", r"write (\{[\w:-]+\}`[^`]*`)$", role_whole),
    (r"page\.syntax", r"write (\\.*) if the sign is meant", escaped),
    (r"page\.syntax", r"write ([`~]{3,}text) if it is code", of_code),
    (r"page\.syntax", r"keep one()$", line_gone),
    (r"page\.syntax", r"delete it()$", rest_of_line),
    (r"(?:page|data)\.\w+", r"delete “([^”]*@)”$", no_secret),
    (r"page\.markup", r"delete it()", character_gone),
    (r"page\.markup", r"delete the lines between()", settings_gone),
)
"""Rule, hint (its group is what to write), and how a person does what it says."""

JUDGEMENT = (
    "change ", "add “facts:",
    "no value fits", "the ids stand in", "the claims stand in", "the sources stand in", "ids are unique",
    "the discrepancies stand in", "one of the two", "one of them", "one of these is wrong",
    "check the indent", "write it in plain Markdown", "write it in Markdown", "use one of",
    "links begin with", "delete the braces", "allowed here", "move it out", "see the example",
    "python -m ext.withdrawal facts", "did you mean “batches.yaml”", "add the", "add family", "bind it", "give the",
    "give one", "take one of the two", "write } on", "an entry begins", "one of:",
    "write each field", "write it like", "write its value behind it", "write the words between", "it is written",
    "write what it is", "delete the rest", "the options are", "write {", "write {abbr}", "give ", "take ",
    "see how it is", "write the name of a", "it needs", "the name of",
    "a page is named", "name it in a toctree", "a note needs", "a target is", "the keys are", "pictures stand in",
    "the title of a page", "leave the name", "write each row", "write a table", "write as many", "write as many cells",
    "delete what stands there", "write each option", "look ", "begin ", "write ##", "write its words", "keep it as",
    "link to a page", "put the file", "leave out", "the sums stand in", "write :", "write one of", "“",
    "write the name", "where a source says it", "name one, or say", "add to data/computed.yaml", "set what",
    "name it in the", "correct the one", "either it is", "add to the sides", "add to its", "add “place:”",
)  # fmt: skip
"""How hints begin that leave a choice to a person: which of two dates is wrong, which value a sentence means."""


def said_in(text: str) -> list[Said]:
    return [
        Said(
            one["path"],
            int(one["line"]),
            int(one["column"]),
            one["rule"],
            one["message"],
            one["hint"] or "",
        )
        for one in SAID.finditer(text)
    ]


def applied(said: Said, text: str) -> str | None:
    """The text with the hint carried out; None where it leaves the choice to a person."""
    for rule, hint, act in APPLIED:
        found = re.match(hint, said.hint)
        if found and re.fullmatch(rule, said.rule):
            return act(Page(text, said), found[1])
    assert not said.hint or said.hint.startswith(JUDGEMENT), (
        f"no test applies the hint “{said.hint}” of {said.rule}"
    )
    return None


SAMPLE = some_of_each("hints", FILES, lambda file: {file.parent.name}, len(FILES) // 4)


@pytest.mark.parametrize("case", SAMPLE, ids=[f"{file.parent.name}/{file.stem}" for file in SAMPLE])
def test_hint(case: Path, tmp_path: Path) -> None:
    made, expected = case.read_text(encoding="utf-8").split("\n---\n", 1)
    root = broken(made, case.parent.name, tmp_path)
    done: list[Said] = []
    for said in reversed(
        said_in(expected)
    ):  # from the end of a file, so that the places above stay
        if any(said.path == other.path and said.line == other.line for other in done):
            continue
        mended = root / (errata.FILE if said.rule == errata.RULE else said.path)
        text = applied(said, mended.read_text(encoding="utf-8"))
        if text is not None:
            mended.write_text(text, encoding="utf-8")
            done.append(said)
    if done:
        left = {
            (problem.position.path, problem.rule, problem.message) for problem in problems_of(root)
        }
        assert not left & {(said.path, said.rule, said.message) for said in done}
        assert "data.syntax" not in {rule for _, rule, _ in left} - {
            said.rule for said in said_in(expected)
        }


def test_most_hints_can_be_applied() -> None:
    """A hint that leaves the choice to a person is the exception among the cases."""
    found = [
        said
        for case in FILES
        for said in said_in(case.read_text(encoding="utf-8").split("\n---\n", 1)[1])
        if said.hint
    ]
    open_ones = [said for said in found if said.hint.startswith(JUDGEMENT)]
    assert len(open_ones) * 2 < len(found)
