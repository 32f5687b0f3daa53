"""What a log says of an accident: where it happened, and nothing of what people typed."""

import pytest
import structlog
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from mentorpitch.config import Log
from mentorpitch.logs import set_up_logs

PRIVATE = " ".join(["a", "very", "private", "word"])  # so that no line of this file holds it


@pytest.fixture
def restored_logs():
    yield
    structlog.reset_defaults()


@pytest.mark.parametrize("form", ["text", "json"])
def test_a_traceback_shows_no_values(form, capsys, restored_logs):
    def sign_in(password: str) -> None:
        raise RuntimeError("broken")

    set_up_logs(Log(level="info", format=form))
    try:
        sign_in(PRIVATE)
    except RuntimeError:
        structlog.get_logger().exception("request failed")
    said = capsys.readouterr().err
    assert "sign_in" in said
    assert "RuntimeError" in said
    assert PRIVATE not in said


async def test_an_error_of_the_database_does_not_quote_what_was_to_be_stored(world):
    with pytest.raises(DBAPIError) as caught:
        async with world.db.write() as tx:
            await tx.execute(text("INSERT INTO nowhere VALUES (:body)"), {"body": PRIVATE})
    assert PRIVATE not in str(caught.value)
