"""Making bots, and what only their owner does with them.

Whoever runs a bot can read what it reads. So one that a manager offers to a programme is made without the
scopes that read text: no invitation shows a manager what managers never see.
"""

from mentorpitch.access import access_bot, access_programme
from mentorpitch.actors import Actor
from mentorpitch.announcements import Announce, BotReachChanged, SessionsEnded, Told
from mentorpitch.bots import guests
from mentorpitch.bots.scopes import READS_TEXT, SCOPES
from mentorpitch.bots.shapes import BotsChanged, BotToken, BotUse, MyBot, NewBot
from mentorpitch.bots.tokens import new_token
from mentorpitch.clock import Clock
from mentorpitch.consents import ledger
from mentorpitch.errors import Conflict, Forbidden, Invalid
from mentorpitch.ids import new_id
from mentorpitch.people.particulars import normal_name
from mentorpitch.repeats import find_made, remember_made
from mentorpitch.shapes import UserId
from mentorpitch.store import accounts as accounts_store
from mentorpitch.store import bot_places as places_store
from mentorpitch.store import bots as bots_store
from mentorpitch.store import mentorships as mentorships_store
from mentorpitch.store.accounts import User
from mentorpitch.store.bots import StoredBot
from mentorpitch.store.database import Database, Reader
from mentorpitch.texts import prose

MOST_BOTS = 20  # of one owner
LONGEST_PURPOSE = 500
OWN = "own bots"  # the scope of their client_ids
BLIND = "A bot that a manager offers to a programme cannot be one that reads what pairs write."


async def list_mine(db: Database, actor: Actor) -> tuple[MyBot, ...]:
    """The bots that the actor made, the oldest first."""
    async with db.read() as tx:
        return tuple([await _as_mine(tx, bot) for bot in await bots_store.list_by(tx, actor.user_id)])


async def create(db: Database, actor: Actor, new: NewBot, *, announce: Announce, clock: Clock) -> MyBot:
    """Make a bot, once per client_id; it has no token yet."""
    name = normal_name(new.name)
    purpose = prose(new.purpose, field="purpose", most=LONGEST_PURPOSE)
    scopes = tuple(scope for scope in SCOPES if scope in new.scopes)
    async with db.write() as tx:
        if new.programme_id is not None:
            await access_programme(tx, actor, new.programme_id, to="manage")
            if READS_TEXT.intersection(scopes):
                raise Invalid(BLIND, field="scopes")
        owner = await accounts_store.find(tx, actor.user_id)
        if owner is None or owner.banned:
            raise Forbidden("This account is closed.")
        if made := await find_made(tx, actor, OWN, new.client_id, new):
            return await _as_mine(tx, await access_bot(tx, actor, UserId(made)))
        if len(await bots_store.list_by(tx, actor.user_id)) >= MOST_BOTS:
            raise Conflict(f"You have {MOST_BOTS} bots. Retire one first.")
        at, bot_id = clock(), UserId(new_id())
        account = User(
            user_id=bot_id,
            email=f"{bot_id.lower()}-{new_id().lower()}@bots.invalid",  # RFC 6761: nobody's, ever
            name=name,
            time_zone=owner.time_zone,
            password_hash="",  # nothing is its hash
            is_demo=owner.is_demo,
            is_bot=True,
            created_at=at,
        )
        await accounts_store.add(tx, account)
        await bots_store.add(
            tx,
            bot_id,
            owner_id=actor.user_id,
            programme_id=new.programme_id,
            purpose=purpose,
            scopes=scopes,
            at=at,
        )
        await remember_made(tx, actor, OWN, new.client_id, new, made_id=bot_id)
        mine = await _as_mine(tx, await access_bot(tx, actor, bot_id))
    _tell(announce, actor)
    return mine


async def make_token(
    db: Database, actor: Actor, bot_id: UserId, *, announce: Announce, clock: Clock
) -> BotToken:
    """Another token; the one before is void, and its connections end."""
    async with db.write() as tx:
        before = await access_bot(tx, actor, bot_id)
        made = new_token()
        await bots_store.set_token(tx, bot_id, token_id=made.token_id, token_hash=made.token_hash, at=clock())
        mine = await _as_mine(tx, await access_bot(tx, actor, bot_id))
    if before.token_id:
        announce(SessionsEnded(user_id=bot_id, session_ids=(before.token_id,)))
    _tell(announce, actor)
    return BotToken(bot=mine, token=made.token)


async def retire(db: Database, actor: Actor, bot_id: UserId, *, announce: Announce, clock: Clock) -> None:
    """Its token is void and it is a guest nowhere any more, for good. What it wrote stays."""
    async with db.write() as tx:
        before = await access_bot(tx, actor, bot_id)
        await bots_store.retire(tx, bot_id, at=clock())
        left = await places_store.withdraw_all(tx, bot_id, at=clock())
        noted = await guests.note_retired(tx, actor, bot_id, left, clock=clock)
        pairs = await mentorships_store.list_pairs(tx, left)
    if before.token_id:
        announce(SessionsEnded(user_id=bot_id, session_ids=(before.token_id,)))
    announce(BotReachChanged(bot_id=bot_id))
    for pair in pairs.values():
        changed = BotsChanged(mentorship_id=pair.mentorship_id)
        announce(Told(event="bots_changed", payload=changed, user_ids=pair.user_ids))
        ledger.tell(announce, [noted[pair.mentorship_id]], pair.user_ids)
    _tell(announce, actor)


async def list_tokens(tx: Reader, owner_id: UserId) -> list[SessionsEnded]:
    """What has to be announced when this person's bots may connect no more."""
    return [
        SessionsEnded(user_id=bot.bot.bot_id, session_ids=(bot.token_id,))
        for bot in await bots_store.list_by(tx, owner_id)
        if bot.token_id
    ]


async def _as_mine(tx: Reader, bot: StoredBot) -> MyBot:
    owner_id = bot.bot.owner.user_id
    places = await places_store.list_by_bot(tx, bot.bot.bot_id)
    pairs = await mentorships_store.list_pairs(tx, [place.mentorship_id for place in places])
    return MyBot(
        bot=bot.bot,
        has_token=bot.token_id is not None,
        token_made_at=bot.token_made_at,
        uses=tuple(
            BotUse(
                mentorship_id=pair.mentorship_id,
                other=pair.mentee if pair.mentor.user_id == owner_id else pair.mentor,
                confirmed=place.confirmed_at is not None,
            )
            for place in places
            if owner_id in (pair := pairs[place.mentorship_id]).user_ids
        ),
        places=sum(place.confirmed_at is not None for place in places),
    )


def _tell(announce: Announce, owner: Actor) -> None:
    changed = BotsChanged(mentorship_id=None)
    announce(Told(event="bots_changed", payload=changed, user_ids=(owner.user_id,)))
