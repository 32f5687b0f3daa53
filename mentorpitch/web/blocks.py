"""Blocks over HTTP."""

from mentorpitch.people import blocks
from mentorpitch.people.shapes import Block
from mentorpitch.shapes import Shape
from mentorpitch.web.ask import Ask


class Blocks(Shape, frozen=True):
    blocks: tuple[Block, ...]


async def list_mine(ask: Ask) -> Blocks:
    return Blocks(blocks=await blocks.list_mine(ask.services.db, ask.actor))


async def block(ask: Ask) -> Blocks:
    services = ask.services
    mine = await blocks.block(
        services.db, ask.actor, ask.path("user_id"), at=services.clock(), announce=services.announce
    )
    return Blocks(blocks=mine)


async def unblock(ask: Ask) -> Blocks:
    services = ask.services
    mine = await blocks.unblock(services.db, ask.actor, ask.path("user_id"), announce=services.announce)
    return Blocks(blocks=mine)
