"""Who the example people are, and what they write to each other."""

# Somebody's sentence is one line here, as it is there.
# ruff: noqa: E501

from typing import Final

import msgspec

from mentorpitch.store.programmes import MemberRole

PROGRAMME: Final = "Harbour Mentoring"


class Someone(msgspec.Struct, frozen=True):
    email: str
    name: str
    time_zone: str
    roles: tuple[MemberRole, ...] = ()
    is_admin: bool = False


class Line(msgspec.Struct, frozen=True):
    """A message, so many days ago at that time of day in UTC; on day 0: so much time ago."""

    by: str  # the part of the e-mail before the @
    days_ago: int
    time: str  # HH:MM
    body: str
    answers: int | None = None  # the line of the same chat that it replies to, counted from 0
    reactions: tuple[tuple[str, str], ...] = ()  # by whom, which
    pinned_by: str = ""


class Pair(msgspec.Struct, frozen=True):
    mentor: str
    mentee: str
    lines: tuple[Line, ...]
    unread_by_mentor: int = 0  # lines at the end
    unread_by_mentee: int = 0


PEOPLE: Final = (
    Someone("mentor@demo.example", "Samuel Mwangi", "Africa/Nairobi", ("mentor",)),
    Someone("mentee@demo.example", "Inês Carvalho", "Europe/Lisbon", ("mentee", "mentor")),
    Someone("manager@demo.example", "Ruth Abebe", "Africa/Addis_Ababa", ("manager",)),
    Someone("admin@demo.example", "Jonas Lindqvist", "Europe/Stockholm", is_admin=True),
    Someone("yuki@demo.example", "Yuki Tanaka", "Asia/Tokyo", ("mentee",)),
    Someone("dawit@demo.example", "Dawit Bekele", "Africa/Addis_Ababa", ("mentee",)),
    Someone("margit@demo.example", "Margit Olsen", "Europe/Oslo", ("mentor",)),
)

PAIRS: Final = (
    Pair(
        "mentor",
        "mentee",
        (
            Line("mentor", 22, "07:10", "Good morning Inês. Ruth has just introduced us, so: hello from Nairobi. I have run harbour operations for twenty years and I still learn something each week."),
            Line("mentor", 22, "07:12", "No need to prepare anything for our first talk. Tell me what a good day at work looks like for you, and we will start there."),
            Line("mentee", 22, "08:41", "Bom dia Samuel! That is a lovely first question. I moved from engineering to leading a team of six in March and I am not sure I have had a good day since 😅"),
            Line("mentor", 22, "08:55", "March is very recent. Most of us pretend for the first year. Shall we talk in three days, at 16:00 your time?"),
            Line("mentee", 22, "09:02", "In three days at 16:00 is perfect. Até lá!"),
            Line("mentee", 19, "18:20", "Thank you for today. I keep thinking of what you said: that I answer my team's questions too quickly, and so they stop looking for answers."),
            Line("mentor", 18, "05:48", "You noticed it yourself, I only asked twice. Try this until we speak: count to five before you answer. Write down what happens in the silence."),
            Line("mentee", 12, "13:15", "A report from the silence: yesterday Rui solved the crane schedule by himself while I was counting. I got to four.", reactions=(("mentor", "🎉"),)),
            Line("mentor", 12, "13:40", "Four! Then you have one second left for harder problems. How did he look afterwards?", answers=7),
            Line("mentee", 12, "13:44", "Taller 🙂"),
            Line("mentor", 6, "06:30", "I read your draft for the spring plan. It is honest, and *that* is rare. Two notes:\n\n1. Say in the first line what you want them to decide.\n2. The paragraph about the night shift is the heart of it. Move it up.", reactions=(("mentee", "🙏"),), pinned_by="mentee"),
            Line("mentee", 6, "21:05", "Moved, and it reads like another text now. I was hiding it at the end because it is the part I am afraid of."),
            Line("mentor", 5, "05:52", "Then it is the right part. What would make it a little less frightening to say aloud?"),
            Line("mentee", 1, "17:30", "I practised it on my sister. She asked better questions than the board will. I present the day after tomorrow, at 10."),
            Line("mentor", 0, "00:50", "Tomorrow at 10 your time is lunchtime here: I will have a cup of tea and think of you. Send me one line afterwards, whatever it was like."),
            Line("mentor", 0, "00:48", "And Inês: count to five before you answer them."),
        ),
        unread_by_mentee=2,
    ),
    Pair(
        "mentor",
        "yuki",
        (
            Line("yuki", 9, "23:40", "Samuel-san, I finished the book you lent me. I disagree with chapter four and would like to argue about it."),
            Line("mentor", 8, "06:02", "Wonderful. I have been waiting for somebody to disagree with chapter four since 2009."),
            Line("yuki", 2, "00:15", "I have three pages of notes. Is that too much for an hour?"),
        ),
        unread_by_mentor=1,
    ),
    Pair(
        "mentee",
        "dawit",
        (
            Line("dawit", 4, "09:20", "I sent the application. My hands were shaking, but it is sent."),
            Line("mentee", 4, "09:31", "Dawit!! The hardest button there is. However they answer, you can do it again now."),
            Line("dawit", 3, "15:05", "My mother cooked for twelve people to celebrate. Nobody has answered me yet, but we are full."),
            Line("mentee", 3, "15:20", "Your mother understands mentoring better than I do."),
        ),
    ),
    Pair(
        "margit",
        "dawit",
        (
            Line("margit", 18, "11:00", "Hei Dawit, how did the visit to the shipyard go?"),
            Line("dawit", 17, "16:45", "It went well. I will tell you everything when my exams are over."),
        ),
    ),
)  # fmt: skip
