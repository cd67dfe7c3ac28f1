"""A link to a record by its id, also when the id leads nowhere: then the check says so, and the page shows the id."""

from __future__ import annotations

from ext.withdrawal.answers.line import Line, Link
from ext.withdrawal.records.dataset import Dataset
from ext.withdrawal.records.kinds import ROLES, title


def to(data: Dataset, role: str, name: str) -> Line:
    """The link to the record of this role and id, under its usual name."""
    record = getattr(data, ROLES[role]).get(name)
    return (Link(title(record), role, name),) if record else (name,)
