"""What a pair works on: activities and projects, documents, versions, feedback in both directions."""

import pytest

from mentorpitch.config import Config
from mentorpitch.errors import Conflict, Forbidden, Invalid, NotFound, Problem
from mentorpitch.store.files import MB, FileLimits
from mentorpitch.work import documents, reading, remarks, sharing, work
from mentorpitch.work.documents import DocumentEdit
from mentorpitch.work.remarks import RemarkEdit
from mentorpitch.work.work import WorkEdit
from tests.mentorpitch.work_world import TEXT, Works


@pytest.fixture
async def pair(world):
    return await world.mentorship()


@pytest.fixture
def works(world, pair):
    return Works(world, pair)


def edit(works, item, by, **fields):
    return work.edit(works.world.db, by, item.work_id, WorkEdit(**fields), **works.effects)


async def test_both_hear_of_what_either_sets(world, pair, works):
    item = await works.create(by=pair.mentor, kind="activity", title="Read chapter four")
    assert await works.all() == (item,)
    [told] = world.announced
    assert (told.event, told.payload.work) == ("work_changed", item)
    assert set(told.user_ids) == {pair.mentor.user_id, pair.mentee.user_id}


async def test_the_same_client_id_twice_is_one_work_item(world, pair, works):
    item = await works.create(client_id="c1")
    assert await works.create(client_id="c1") == item
    assert (len(await works.all()), len(world.announced)) == (1, 1)
    with pytest.raises(Problem) as refused:
        await works.create(client_id="c1", title="Another")
    assert refused.value.code == "id_reused"


async def test_who_made_it_edits_it_and_either_says_that_it_is_done(world, pair, works):
    item = await works.create(by=pair.mentor, kind="activity")
    changed = await edit(works, item, pair.mentor, title="Read chapter five")
    assert (changed.title, changed.revision) == ("Read chapter five", item.revision + 1)
    with pytest.raises(Forbidden):
        await edit(works, item, pair.mentee, title="Read nothing")
    how = works.effects
    done = await work.set_status(world.db, pair.mentee, item.work_id, "done", **how)
    assert done.status == "done"
    assert await work.set_status(world.db, pair.mentee, item.work_id, "done", **how) == done


async def test_it_may_serve_a_goal_of_the_same_pair_and_no_other(world, pair, works):
    goal = await world.goal(pair)
    elsewhere = await world.goal(await world.mentorship())
    assert (await works.create(goal_id=goal.goal_id)).goal_id == goal.goal_id
    with pytest.raises(Invalid):
        await works.create(goal_id=elsewhere.goal_id)


async def test_a_document_has_versions_and_each_stays_as_it_was(world, pair, works):
    item = await works.create()
    first = await works.upload(item, b"Three steps", name="Cut-over plan.md")
    second = await works.renew(first, b"Three steps and a way back")
    assert [version.number for version in second.versions] == [1, 2]
    assert second.versions[0] == first.versions[0]
    assert (second.name, second.versions[0].extension) == ("Cut-over plan", "md")
    how = {"uploads": works.uploads}
    texts = [
        await reading.text(world.db, pair.mentor, version.version_id, **how) for version in second.versions
    ]
    assert [each.text for each in texts] == ["Three steps", "Three steps and a way back"]
    kept = await reading.download(world.db, pair.mentor, second.versions[1].version_id, **how)
    assert (kept.name, kept.path.read_bytes()) == (
        "Cut-over plan, version 2.txt",
        b"Three steps and a way back",
    )


async def test_either_puts_documents_in_and_only_their_owner_changes_them(world, pair, works):
    item = await works.create()
    document = await works.upload(item, by=pair.mentor)
    with pytest.raises(Forbidden):
        await works.renew(document, by=pair.mentee)
    for function, more in ((documents.rename, (DocumentEdit(name="Mine"),)), (sharing.share, ())):
        with pytest.raises(Forbidden):
            await function(world.db, pair.mentee, document.document_id, *more, **works.effects)


async def test_what_is_removed_takes_its_bytes_along(world, pair, works):
    item = await works.create()
    document = await works.renew(await works.upload(item))
    await works.say(document.versions[0], "A good beginning")
    assert len(works.on_disk()) == 2
    how = {"files": works.uploads.files, **works.effects}
    left = await documents.remove(world.db, pair.mentee, document.document_id, **how)
    assert (left.documents, works.on_disk()) == ((), [])
    await works.upload(item)
    await work.remove(world.db, pair.mentee, item.work_id, files=works.uploads.files, announce=world.announce)
    assert (await works.all(), works.on_disk()) == ((), [])
    assert world.announced[-1].event == "work_removed"


async def test_nobody_removes_a_document_of_the_other(world, pair, works):
    item = await works.create()
    await works.upload(item, by=pair.mentor)
    with pytest.raises(Conflict):
        await work.remove(
            world.db, pair.mentee, item.work_id, files=works.uploads.files, announce=world.announce
        )
    assert len(works.on_disk()) == 1


async def test_feedback_goes_both_ways_in_threads(world, pair, works):
    item = await works.create()
    [version] = (await works.upload(item)).versions
    first = await works.say(version, "“Looks wrong” to whom?")
    answer = await works.say(version, "To me, until 02:30.", by=pair.mentee, reply_to=first.remark_id)
    third = await works.say(version, "Put it in.", reply_to=answer.remark_id)
    assert (answer.reply_to, third.reply_to) == (first.remark_id, first.remark_id)
    assert await remarks.list_of(world.db, pair.mentee, version.version_id) == (first, answer, third)
    [now] = await works.all()
    assert now.documents[0].versions[0].remarks == 3
    assert [told.event for told in world.announced[-2:]] == ["work_feedback_changed", "work_changed"]


async def test_a_reply_stays_with_its_version(works):
    item = await works.create()
    document = await works.renew(await works.upload(item))
    first = await works.say(document.versions[0], "Here")
    with pytest.raises(Invalid):
        await works.say(document.versions[1], "There", reply_to=first.remark_id)


async def test_a_repeated_remark_is_said_once(world, works):
    [version] = (await works.upload(await works.create())).versions
    first = await works.say(version, "Once", client_id="c1")
    heard = len(world.announced)
    assert await works.say(version, "Once", client_id="c1") == first
    assert len(world.announced) == heard
    with pytest.raises(Problem) as refused:
        await works.say(version, "Twice", client_id="c1")
    assert refused.value.code == "id_reused"


async def test_what_is_taken_back_leaves_its_place_without_its_words(world, pair, works):
    [version] = (await works.upload(await works.create())).versions
    remark = await works.say(version, "Too harsh")
    changed = await remarks.edit(
        world.db, pair.mentor, remark.remark_id, RemarkEdit(body="Kinder"), **works.effects
    )
    assert (changed.body, changed.changed_at) == ("Kinder", world.clock())
    with pytest.raises(Forbidden):
        await remarks.delete(world.db, pair.mentee, remark.remark_id, **works.effects)
    gone = await remarks.delete(world.db, pair.mentor, remark.remark_id, **works.effects)
    assert gone.body is None
    assert await remarks.delete(world.db, pair.mentor, remark.remark_id, **works.effects) == gone
    with pytest.raises(Problem) as refused:
        await remarks.edit(world.db, pair.mentor, remark.remark_id, RemarkEdit(body="Again"), **works.effects)
    assert refused.value.code == "gone"
    assert b"Kinder" not in world.db.path.read_bytes()


async def test_a_repeated_upload_is_one_document(world, works):
    item = await works.create()
    first = await works.upload(item, client_id="c1")
    heard = len(world.announced)
    assert await works.upload(item, client_id="c1") == first
    assert (len(works.on_disk()), len(world.announced)) == (1, heard)
    with pytest.raises(Problem) as refused:
        await works.upload(item, b"Other bytes", client_id="c1")
    assert refused.value.code == "id_reused"
    assert len(works.on_disk()) == 1


async def test_a_repeated_version_is_one_version(works):
    document = await works.upload(await works.create())
    second = await works.renew(document, client_id="c2")
    assert await works.renew(document, client_id="c2") == second
    assert len(works.on_disk()) == 2


async def test_a_pair_has_so_much_room(world, pair):
    works = Works(world, pair, limits=FileLimits(most_bytes_of_a_pair=2 * len(TEXT)))
    item = await works.create()
    await works.upload(item)
    await works.upload(item)
    with pytest.raises(Problem) as refused:
        await works.upload(item)
    assert refused.value.code == "too_large"
    assert len(works.on_disk()) == 2


async def test_managers_read_what_the_owner_shares_for_as_long_as_they_share_it(world, pair, works):
    item = await works.create(title="Private title")
    document = await works.upload(item, name="Plan.txt")
    [version] = document.versions
    await works.say(version, "Private words")
    how = {"uploads": works.uploads}
    with pytest.raises(NotFound):
        await reading.text(world.db, pair.manager, version.version_id, **how)
    await works.share(document)
    told = world.announced[-1]
    assert (told.event, told.user_ids) == ("shared_documents_changed", (pair.manager.user_id,))
    [shared] = await sharing.list_shared(world.db, pair.manager, pair.programme_id)
    assert (shared.name, shared.owner.user_id) == ("Plan", pair.mentee.user_id)
    assert "Private" not in repr(shared)
    assert (await reading.text(world.db, pair.manager, version.version_id, **how)).text == TEXT.decode()
    with pytest.raises(NotFound):
        await remarks.list_of(world.db, pair.manager, version.version_id)
    await sharing.withdraw(world.db, pair.mentee, document.document_id, **works.effects)
    assert await sharing.list_shared(world.db, pair.manager, pair.programme_id) == ()
    with pytest.raises(NotFound):
        await reading.download(world.db, pair.manager, version.version_id, **how)


async def test_what_has_ended_can_be_read_and_no_longer_be_shown_to_managers(world, pair, works):
    item = await works.create()
    document = await works.upload(item)
    await works.share(document)
    await world.end(pair)
    assert len(await works.all()) == 1
    with pytest.raises(Conflict):
        await works.upload(item)
    with pytest.raises(Conflict):
        await works.say(document.versions[0], "Too late")
    await sharing.withdraw(world.db, pair.mentee, document.document_id, **works.effects)
    assert await sharing.list_shared(world.db, pair.manager, pair.programme_id) == ()


@pytest.mark.parametrize(
    ("given", "name", "ending"),
    [
        ("../../etc/passwd", "passwd", "txt"),
        ("C:\\Users\\Inês\\plan.TXT", "plan", "txt"),
        ("notes.md", "notes", "md"),
        ("page.html", "page", "txt"),
        ("run.bat", "run", "txt"),
        ("plan.v2", "plan", "txt"),
        (".profile", ".profile", "txt"),
        ("a" * 500 + ".txt", "a" * 120, "txt"),
    ],
)
async def test_a_name_is_only_a_name(works, given, name, ending):
    document = await works.upload(await works.create(), name=given)
    assert (document.name, document.versions[0].extension) == (name, ending)
    [file] = works.on_disk()
    assert not any(part in file for part in ("passwd", "plan", "notes", ".txt"))


@pytest.mark.parametrize("given", ["\0", " ", "a\nb\0.txt", "plan\u202etxt.exe"])
async def test_a_name_that_cannot_be_read_is_refused_and_nothing_is_kept(works, given):
    item = await works.create()
    with pytest.raises(Invalid):
        await works.upload(item, name=given)
    assert works.on_disk() == []


@pytest.mark.parametrize("cut", range(8))
async def test_an_old_snapshot_and_the_events_since_equal_a_fresh_snapshot(world, pair, works, cut):
    item = await works.create()
    document = await works.upload(item)
    other = await works.create()
    remark = await works.say(document.versions[0], "One")
    how = works.effects
    steps = [
        lambda: edit(works, item, pair.mentee, title="Another title"),
        lambda: works.renew(document),
        lambda: works.say(document.versions[0], "Two", by=pair.mentee, reply_to=remark.remark_id),
        lambda: remarks.delete(world.db, pair.mentor, remark.remark_id, **how),
        lambda: works.share(document),
        lambda: work.set_status(world.db, pair.mentor, item.work_id, "done", **how),
        lambda: work.remove(
            world.db, pair.mentee, other.work_id, files=works.uploads.files, announce=world.announce
        ),
    ]

    async def look():
        said = await remarks.list_of(world.db, pair.mentee, document.versions[0].version_id)
        return {each.work_id: each for each in await works.all()} | {each.remark_id: each for each in said}

    snapshot = {}
    for n, step in enumerate([*steps, None]):
        if n == cut:
            snapshot = await look()
            world.announced.clear()
        if step:
            world.clock.advance(seconds=1)
            await step()
    for told in (*world.announced, *world.announced):
        match told.event:
            case "work_removed":
                snapshot.pop(told.payload.work_id, None)
                continue
            case "work_changed":
                key, heard = told.payload.work.work_id, told.payload.work
            case "work_feedback_changed":
                key, heard = told.payload.remark.remark_id, told.payload.remark
            case _:
                continue
        known = snapshot.get(key)
        if known is None or known.revision < heard.revision:
            snapshot[key] = heard
    assert snapshot == await look()


def test_the_limits_are_those_of_the_settings():
    assert FileLimits().most_bytes == Config().files.max_mb * MB
    assert FileLimits().most_bytes_of_a_pair == Config().files.max_mb_per_pair * MB
