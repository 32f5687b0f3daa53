"""Every endpoint, one a line. The routes and the API's description are made from these tables.

A table is read by its lines, however long.
"""

from typing import Final

from mentorpitch.web.endpoints.bots import BOTS
from mentorpitch.web.endpoints.chat import CHAT
from mentorpitch.web.endpoints.direct import DIRECT
from mentorpitch.web.endpoints.growth import GROWTH
from mentorpitch.web.endpoints.meetings import MEETINGS
from mentorpitch.web.endpoints.mentorships import MENTORSHIPS
from mentorpitch.web.endpoints.people import PEOPLE
from mentorpitch.web.endpoints.personal import PERSONAL
from mentorpitch.web.endpoints.programmes import PROGRAMMES
from mentorpitch.web.endpoints.search import SEARCH
from mentorpitch.web.endpoints.talk import TALK
from mentorpitch.web.endpoints.webhooks import WEBHOOKS
from mentorpitch.web.endpoints.work import WORK

ENDPOINTS: Final = (
    *PEOPLE,
    *PROGRAMMES,
    *MENTORSHIPS,
    *CHAT,
    *DIRECT,
    *PERSONAL,
    *GROWTH,
    *MEETINGS,
    *TALK,
    *WORK,
    *SEARCH,
    *BOTS,
    *WEBHOOKS,
)
