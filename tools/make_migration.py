"""Write the migration from the last revision to what the tables say now.

usage: python tools/make_migration.py "what changes"
"""

import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from alembic import command

from mentorpitch.store.migrations.run import alembic_config, sync_engine
from mentorpitch.store.upgrade import revisions


def main(message: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        engine = sync_engine(Path(folder) / "scratch.sqlite")
        with engine.begin() as connection:
            config = alembic_config(connection)
            if revisions():
                command.upgrade(config, "head")
            number = int((revisions() or ["0"])[-1]) + 1
            command.revision(config, message, autogenerate=True, rev_id=f"{number:04}")
        engine.dispose()


if __name__ == "__main__":
    main(sys.argv[1])
