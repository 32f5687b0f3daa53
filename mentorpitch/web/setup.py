"""The first run."""

from mentorpitch.people import setup
from mentorpitch.shapes import Me, Shape
from mentorpitch.web.ask import Ask


class SetUpState(Shape, frozen=True):
    open: bool  # nobody has set this server up yet
    demo: bool  # example people may be had


async def get_state(ask: Ask) -> SetUpState:
    return SetUpState(open=await setup.is_open(ask.services.db), demo=ask.services.settings.demo_allowed)


async def set_up(ask: Ask) -> Me:
    services = ask.services
    signed_in = await setup.set_up(
        services.db,
        ask.body(setup.SetUp),
        address=ask.address,
        demo_allowed=services.settings.demo_allowed,
        passwords=services.passwords,
        limits=services.limits,
        clock=services.clock,
        lasting=services.settings.session_lasts,
        files=services.uploads.files,
    )
    ask.secret = signed_in.secret
    return signed_in.me
