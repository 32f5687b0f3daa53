"""A small client for bots of MentorPitch, on python-socketio and the public contract alone."""

from mentorpitch_client.client import Bot, Refused
from mentorpitch_client.shapes import Meeting, Message, Place

__all__ = ["Bot", "Meeting", "Message", "Place", "Refused"]
