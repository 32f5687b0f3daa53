"""What autogenerate does not compare by itself: the CHECK constraints of a table that exists already."""

from typing import Any

from alembic.autogenerate import comparators
from alembic.operations import ops
from sqlalchemy import CheckConstraint, Table


@comparators.dispatch_for("table")
def compare_checks(
    autogen_context: Any,
    changes: ops.ModifyTableOps,
    schema: str | None,
    name: str,
    stored: Table | None,
    wanted: Table | None,
) -> None:
    """When one of them reads otherwise, make all of them anew.

    SQLite copies the table for that, and what is reflected of the old one has no checks: nothing to drop.
    """
    if stored is None or wanted is None:
        return
    checks = [each for each in wanted.constraints if isinstance(each, CheckConstraint)]
    found = {each["name"]: each["sqltext"] for each in autogen_context.inspector.get_check_constraints(name)}
    if {str(check.name): str(check.sqltext) for check in checks} != found:
        for check in sorted(checks, key=lambda each: str(each.name)):
            changes.ops.append(ops.CreateCheckConstraintOp.from_constraint(check))
