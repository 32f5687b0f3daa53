"""Where the matrix asks; `{names}` are filled from the scene."""

PAIR = "/api/mentorships/{mentorship}"
CHAT = "/api/conversations/{conversation}"
HARBOUR = "/api/programmes/{programme}"
