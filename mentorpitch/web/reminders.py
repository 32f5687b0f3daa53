"""Reminders over HTTP."""

from mentorpitch.reminders import reminders
from mentorpitch.reminders.reminders import ChangeChoice
from mentorpitch.reminders.shapes import Reminder, ReminderChoice
from mentorpitch.reminders.unsubscribing import unsubscribe
from mentorpitch.shapes import Nothing, Shape
from mentorpitch.web.ask import Ask


class Reminders(Shape, frozen=True):
    reminders: tuple[Reminder, ...]


class ReminderSettings(Shape, frozen=True):
    choice: ReminderChoice
    sends_mail: bool  # else nothing comes by mail, whatever is chosen


async def list_mine(ask: Ask) -> Reminders:
    services = ask.services
    return Reminders(reminders=await reminders.list_mine(services.db, ask.actor, clock=services.clock))


async def see(ask: Ask) -> Reminders:
    left = await reminders.see(ask.services.db, ask.actor, ask.path("meeting_id"), **ask.effects)
    return Reminders(reminders=left)


async def get_settings(ask: Ask) -> ReminderSettings:
    services = ask.services
    choice = await reminders.get_choice(services.db, ask.actor)
    return ReminderSettings(choice=choice, sends_mail=services.settings.sends_mail)


async def choose(ask: Ask) -> ReminderSettings:
    services = ask.services
    choice = await reminders.choose(services.db, ask.actor, ask.body(ChangeChoice), **ask.effects)
    return ReminderSettings(choice=choice, sends_mail=services.settings.sends_mail)


async def stop_mail(ask: Ask) -> Nothing:
    """Whoever asks is known by the link alone; a mail program sends a form that need not be read."""
    await unsubscribe(ask.services.db, ask.path("token"), **ask.effects)
    return Nothing()
