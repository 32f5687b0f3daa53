"""Room tickets: a short-lived JWT that opens one room once, for one person.

The ticket says who asked and for which room; whether they still may is asked again when it is used.
"""

from datetime import datetime, timedelta
from typing import Any

import jwt

from mentorpitch.access import access_room
from mentorpitch.actors import Actor
from mentorpitch.errors import Forbidden, Problem, Unauthenticated
from mentorpitch.ids import new_id
from mentorpitch.mentorships.relays import IceServer, Relays
from mentorpitch.shapes import MentorshipId, Shape
from mentorpitch.store.database import Database
from mentorpitch.store.facts import get_fact
from mentorpitch.store.tickets import Use, use

ISSUER = "mentorpitch"
AUDIENCE = "room"
LIFE = timedelta(seconds=60)
CLAIMS = ["iss", "aud", "sub", "sid", "room", "jti", "exp"]


class Ticket(Shape, frozen=True):
    """Opens one room once. Ask again when it has expired."""

    ticket: str  # JWT, RFC 7519
    expires_at: datetime
    ice_servers: tuple[
        IceServer, ...
    ] = ()  # for the connection's configuration; good for longer than the ticket


async def issue(
    db: Database, actor: Actor, mentorship_id: MentorshipId, *, relays: Relays, at: datetime
) -> Ticket:
    """A ticket for the room of a mentorship, for one of its two."""
    async with db.read() as tx:
        await access_room(tx, actor, mentorship_id)
        key = await get_fact(tx, "ticket_key")
    expires_at = at + LIFE
    claims = {
        "iss": ISSUER,
        "aud": AUDIENCE,
        "sub": actor.user_id,
        "sid": actor.session_id,
        "room": mentorship_id,
        "jti": new_id(),
        "exp": expires_at,
    }
    ticket = jwt.encode(claims, key, algorithm="HS256")
    return Ticket(ticket=ticket, expires_at=expires_at, ice_servers=relays.servers(at=at))


async def redeem(db: Database, actor: Actor, ticket: str, *, at: datetime) -> MentorshipId:
    """Use a ticket up and return the mentorship whose room it is for; access is for the caller to ask about.

    Raises Unauthenticated for a ticket that is forged, expired or for something else, Forbidden for somebody
    else's, and `gone` for one that was used.
    """
    async with db.read() as tx:
        key = await get_fact(tx, "ticket_key")
    claims = _verified(ticket, key, at=at)
    if (claims["sub"], claims["sid"]) != (actor.user_id, actor.session_id):
        raise Forbidden("This ticket was given to somebody else.")
    expires_at = datetime.fromtimestamp(claims["exp"], at.tzinfo)
    if not await db.write_together(use, Use(claims["jti"], expires_at, at)):
        raise Problem("gone", "This ticket was used before.")
    return MentorshipId(claims["room"])


def _verified(ticket: str, key: str, *, at: datetime) -> dict[str, Any]:
    try:
        claims = jwt.decode(
            ticket,
            key,
            algorithms=["HS256"],
            issuer=ISSUER,
            audience=AUDIENCE,
            # The clock is ours to give, so expiry is compared below.
            options={"require": CLAIMS, "verify_exp": False},
        )
    except jwt.InvalidTokenError as error:
        raise Unauthenticated("This is no ticket for a room.") from error
    if not isinstance(claims["exp"], int) or claims["exp"] <= at.timestamp():
        raise Unauthenticated("This ticket has expired.")
    return claims
