"""Direct messages on the wire."""


async def two_fellows(world):
    programme_id = await world.programme()
    return [await world.mentee(programme_id) for _ in range(2)]


async def test_the_first_word_is_told_with_the_conversation_and_shows_who_is_there(world, connect):
    ines, ruth = await two_fellows(world)
    here, there = await connect(ines), await connect(ruth)
    conversation_id = await world.direct(ines, ruth)
    await here.heard("direct_changed")
    again = await connect(ruth)
    assert (await again.heard("welcome"))["conversations"] == []
    await here.do("send_message", conversation_id=conversation_id, client_id="c1", body="Hello")
    await there.heard("message_sent", conversation_id=conversation_id)
    await there.heard("direct_changed")
    await there.heard("presence_changed", user_id=ines.user_id, online=True)
    await here.heard("presence_changed", user_id=ruth.user_id, online=True)
    before_the_word = there.heard_names()[: there.heard_names().index("message_sent")]
    assert before_the_word == ["welcome"]


async def test_opening_is_told_to_ones_own_devices_alone(world, connect):
    ines, ruth = await two_fellows(world)
    phone, there = await connect(await world.session(ines.user_id)), await connect(ruth)
    await world.direct(ines, ruth)
    await phone.heard("direct_changed")
    await there.do("leave_call")  # answered after whatever was told before
    assert there.heard_names() == ["welcome"]
