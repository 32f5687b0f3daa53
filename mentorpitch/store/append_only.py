"""What the database itself refuses to change, whoever asks: the consent ledgers.

An entry may go when the mentorship or the account that its ledger is about is gone; its words may be erased
at any time.
"""

import sqlite3
from typing import Final

_REFUSE: Final = "BEGIN SELECT RAISE(ABORT, 'a consent ledger only grows'); END"
_IS_ABOUT_SOMEBODY: Final = """
    EXISTS (SELECT 1 FROM mentorships WHERE 'mentorship:' || mentorship_id = OLD.chain)
    OR EXISTS (SELECT 1 FROM users WHERE 'person:' || user_id = OLD.chain)
"""
TRIGGERS: Final[dict[str, str]] = {
    "consents_stay": f"BEFORE UPDATE ON consents {_REFUSE}",
    "consents_remain": f"BEFORE DELETE ON consents WHEN {_IS_ABOUT_SOMEBODY} {_REFUSE}",
    "consent_words_stay": f"BEFORE UPDATE ON consent_words {_REFUSE}",
}


def remove_triggers(connection: sqlite3.Connection) -> None:
    """Before a migration makes a table anew."""
    for name in TRIGGERS:
        connection.execute(f"DROP TRIGGER IF EXISTS {name}")


def install(connection: sqlite3.Connection) -> None:
    for name, what in TRIGGERS.items():
        connection.execute(f"CREATE TRIGGER {name} {what}")
