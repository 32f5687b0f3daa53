"""Consent ledgers over HTTP. What is answered is what one exports: it can be verified as it is."""

from mentorpitch.consents import ledger
from mentorpitch.consents.shapes import ConsentLedger
from mentorpitch.web.ask import Ask


async def get_of_pair(ask: Ask) -> ConsentLedger:
    return await ledger.get_of_pair(ask.services.db, ask.actor, ask.path("mentorship_id"))


async def get_mine(ask: Ask) -> ConsentLedger:
    return await ledger.get_mine(ask.services.db, ask.actor)
