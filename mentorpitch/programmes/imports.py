"""Inviting many people from a list: first one sees what would happen; then all of it happens, or nothing."""

from collections import Counter
from typing import Annotated, Literal

from msgspec import Meta

from mentorpitch.access import access_programme
from mentorpitch.actors import Actor
from mentorpitch.announcements import Announce, JobsWait
from mentorpitch.clock import Clock
from mentorpitch.errors import Invalid
from mentorpitch.ids import hash_secret, new_id, new_secret
from mentorpitch.limits import IMPORT, Limits
from mentorpitch.people.invitation_mail import post_invitations
from mentorpitch.people.invitations import LASTS, Invited, link
from mentorpitch.programmes.roster import LineError, Roster, parse
from mentorpitch.programmes.telling import changed_for_managers
from mentorpitch.repeats import find_made, remember_made
from mentorpitch.shapes import Id, ProgrammeId, Shape
from mentorpitch.store import invitations as invitations_store
from mentorpitch.store import programmes as programmes_store
from mentorpitch.store.database import Database, Reader, Writer
from mentorpitch.store.invitations import NewInvitation

LineStatus = Literal["new", "member", "invited", "error"]
Text = Annotated[str, Meta(max_length=2_000_000)]  # how much exactly, roster.py says in words


class ImportText(Shape, frozen=True):
    text: Text


class NewImport(Shape, frozen=True):
    """The same client_id again invites nobody twice."""

    client_id: Id
    text: Text


class PreviewLine(Shape, frozen=True):
    line: int  # of the file, counted from 1
    email: str
    role: str
    name: str
    time_zone: str
    status: LineStatus  # new: will be invited; member, invited: is left as it is
    errors: tuple[LineError, ...]


class Preview(Shape, frozen=True):
    lines: tuple[PreviewLine, ...]
    ignored: tuple[str, ...]  # columns that mean nothing here
    new: int
    errors: int


class Imported(Shape, frozen=True):
    invited: tuple[Invited, ...]  # with links where no mail is sent
    left: int  # members, and who was invited before


async def preview(
    db: Database, actor: Actor, programme_id: ProgrammeId, text: str, *, clock: Clock
) -> Preview:
    """What importing this would do now; nothing is kept of it. Raises Invalid for what is no list."""
    async with db.read() as tx:
        await access_programme(tx, actor, programme_id, to="manage")
        return await _look(tx, programme_id, parse(text), clock=clock)


async def run(
    db: Database,
    actor: Actor,
    programme_id: ProgrammeId,
    new: NewImport,
    *,
    public_url: str,
    sends_mail: bool,
    limits: Limits,
    announce: Announce,
    clock: Clock,
) -> Imported:
    """Invite everybody of the list who is new. Raises Invalid, and does nothing, when a line is wrong.

    Repeated, it answers with links of the same invitations: those of the lost answer stay good too.
    """
    now = clock()
    async with db.write() as tx:
        await access_programme(tx, actor, programme_id, to="manage")
        if import_id := await find_made(tx, actor, programme_id, new.client_id, new):
            return await _again(tx, import_id, public_url=public_url, sends_mail=sends_mail, clock=clock)
        limits.take(IMPORT, actor.user_id)
        seen = await _look(tx, programme_id, parse(new.text), clock=clock)
        if seen.errors:
            wrong = next(line for line in seen.lines if line.errors)
            raise Invalid(f"Line {wrong.line}: {wrong.errors[0].message}", field="text")
        import_id = new_id()
        wanted = [line for line in seen.lines if line.status == "new"]
        secrets = {new_id(): new_secret() for _ in wanted}
        job_ids = await post_invitations(tx, secrets, at=now) if sends_mail else {}
        await invitations_store.add(
            tx,
            programme_id,
            [
                NewInvitation(
                    invitation_id=invitation_id,
                    secret_hash=hash_secret(secret),
                    email=line.email,
                    role="mentor" if line.role == "mentor" else "mentee",
                    name=line.name,
                    time_zone=line.time_zone,
                    mail_job_id=job_ids.get(invitation_id),
                )
                for line, (invitation_id, secret) in zip(wanted, secrets.items(), strict=True)
            ],
            invited_by=actor.user_id,
            at=now,
            expires_at=now + LASTS,
            import_id=import_id,
        )
        await remember_made(tx, actor, programme_id, new.client_id, new, made_id=import_id)
        invited = await _invited(
            tx, import_id, {} if sends_mail else secrets, public_url=public_url, clock=clock
        )
        told = await changed_for_managers(tx, programme_id)
    if job_ids:
        announce(JobsWait())
    announce(told)
    return Imported(invited=invited, left=len(seen.lines) - len(invited))


async def _look(tx: Reader, programme_id: ProgrammeId, roster: Roster, *, clock: Clock) -> Preview:
    members = await programmes_store.list_emails(tx, programme_id)
    open_now = await invitations_store.list_open(tx, programme_id, at=clock())
    invited = {(each.email, each.role) for each in open_now}

    def status(email: str, role: str, errors: tuple[LineError, ...]) -> LineStatus:
        if errors:
            return "error"
        if (email, role) in members:
            return "member"
        return "invited" if (email, role) in invited else "new"

    lines = tuple(
        PreviewLine(
            line=each.line,
            email=each.email,
            role=each.role,
            name=each.name,
            time_zone=each.time_zone,
            status=status(each.email, each.role, each.errors),
            errors=each.errors,
        )
        for each in roster.lines
    )
    count = Counter(line.status for line in lines)
    return Preview(lines=lines, ignored=roster.ignored, new=count["new"], errors=count["error"])


async def _again(tx: Writer, import_id: str, *, public_url: str, sends_mail: bool, clock: Clock) -> Imported:
    invitations = await invitations_store.list_of_import(tx, import_id)
    is_open = [each.invitation_id for each in invitations if each.is_open(clock())]
    secrets = {} if sends_mail else {invitation_id: new_secret() for invitation_id in is_open}
    await invitations_store.add_links(tx, {hash_secret(secret): of for of, secret in secrets.items()})
    invited = await _invited(tx, import_id, secrets, public_url=public_url, clock=clock)
    return Imported(invited=invited, left=0)


async def _invited(
    tx: Reader, import_id: str, secrets: dict[str, str], *, public_url: str, clock: Clock
) -> tuple[Invited, ...]:
    invitations = await invitations_store.list_of_import(tx, import_id)
    return tuple(
        Invited(
            invitation_id=each.invitation_id,
            url=link(public_url, secrets[each.invitation_id]) if each.invitation_id in secrets else None,
            email=each.email,
            role=each.role,
            expires_at=each.expires_at,
        )
        for each in invitations
        if each.is_open(clock())
    )
