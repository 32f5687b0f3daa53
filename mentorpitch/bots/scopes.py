"""What a bot may be given. A scope is one right of a guest, and nothing is implied by another.

Those that end in `:times` are blind to content: ids, kinds, states and times, and not a word of text.
"""

from typing import Final, Literal, get_args

Scope = Literal[
    "chat:read",  # messages, as they are written
    "chat:write",  # write messages, under its own name and badge
    "meetings:read",  # meetings with title and place
    "meetings:write",  # arrange a meeting
    "meetings:times",  # which kind of meeting is when
    "agenda:read",  # what is on the agenda
    "agenda:write",  # tick an item, or open it again
    "agenda:times",  # how many items there are, how long, which are done, and their clock
    "goals:read",  # goals and their checklists
    "attendance:read",  # whether meetings took place, and who is in the room now
]
Scopes = frozenset[Scope]

SCOPES: Final[tuple[Scope, ...]] = get_args(Scope)
NO_BOTS: Final[Scopes] = frozenset()
ANY_BOT: Final[Scopes] = frozenset(SCOPES)
READS_CHAT: Final[Scopes] = frozenset({"chat:read"})
WRITES_CHAT: Final[Scopes] = frozenset({"chat:write"})
SEES_MEETINGS: Final[Scopes] = frozenset(
    {"meetings:read", "meetings:times", "agenda:read", "agenda:times", "attendance:read"}
)
MAKES_MEETINGS: Final[Scopes] = frozenset({"meetings:write"})
TICKS_AGENDA: Final[Scopes] = frozenset({"agenda:write"})
READS_GOALS: Final[Scopes] = frozenset({"goals:read"})
SEES_ROOM: Final[Scopes] = frozenset({"attendance:read"})

# With these a bot reads what the two write. Whoever runs it can read it too.
READS_TEXT: Final[Scopes] = frozenset({"chat:read", "meetings:read", "agenda:read", "goals:read"})

Deed = Literal[
    "read_chat",
    "wrote_chat",
    "read_meetings",
    "made_meetings",
    "read_agenda",
    "ticked_agenda",
    "read_times",
    "read_goals",
    "read_attendance",
]
DEEDS: Final[dict[Scope, Deed]] = {
    "chat:read": "read_chat",
    "chat:write": "wrote_chat",
    "meetings:read": "read_meetings",
    "meetings:write": "made_meetings",
    "meetings:times": "read_times",
    "agenda:read": "read_agenda",
    "agenda:write": "ticked_agenda",
    "agenda:times": "read_times",
    "goals:read": "read_goals",
    "attendance:read": "read_attendance",
}


def deeds_of(scopes: Scopes) -> frozenset[Deed]:
    """What the access log says of the use of these scopes."""
    return frozenset(DEEDS[scope] for scope in scopes)
