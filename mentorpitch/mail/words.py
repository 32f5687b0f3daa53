"""What letters say, in one place. Never a word that somebody wrote in a pair."""

from datetime import datetime
from html import escape

from mentorpitch.mail.post import Letter

ROLE = {"mentor": "a mentor", "mentee": "a mentee", "manager": "one of those who run it"}
PAGE = """<!doctype html>
<html lang="en">
<body style="margin:0;padding:24px;background:#faf9f5;color:#21302b;font:16px/1.5 sans-serif">
<div style="max-width:34rem;margin:auto;padding:24px;background:#fff;border:1px solid #dfddd4">
{paragraphs}
</div></body></html>
"""
BUTTON = (
    '<p><a href="{url}" style="display:inline-block;padding:10px 16px;border-radius:10px;background:#1b5e4a;'
    'color:#fff;font-weight:600;text-decoration:none">{label}</a></p>'
)


def invitation(
    letter_id: str, *, to: str, by: str, programme: str, role: str, url: str, expires_at: datetime
) -> Letter:
    lead = f"{by} invites you to {programme}, as {ROLE[role]}."
    until = f"The link is for you alone, works once, and is good until {expires_at:%-d %B %Y}."
    ignore = "If you do not know what this is about, ignore it: nothing happens."
    return Letter(
        letter_id=letter_id,
        to=to,
        subject=f"{by} invites you to {programme}",
        text=f"{lead}\n\nAccept the invitation:\n{url}\n\n{until}\n{ignore}\n",
        html=_page(
            _said(lead),
            BUTTON.format(url=escape(url), label="Accept the invitation"),
            _said(until),
            _said(ignore),
        ),
    )


def _said(sentence: str) -> str:
    return f"<p>{escape(sentence)}</p>"


def _page(*paragraphs: str) -> str:
    return PAGE.format(paragraphs="\n".join(paragraphs))
