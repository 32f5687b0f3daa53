"""Files and voice notes go with messages, and the other sees and hears them."""

import pytest
from playwright.async_api import expect

from tests.browser.conftest import Person
from tests.browser.examine import every_form, examine
from tests.mentorpitch.work_world import TEXT, image, pdf

pytestmark = pytest.mark.browser

PASTE = """async ([box, bytes]) => {
  const data = new DataTransfer();
  data.items.add(new File([new Uint8Array(bytes)], "whiteboard.png", { type: "image/png" }));
  box.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }));
}"""


def file(name: str, content: bytes) -> dict:
    return {"name": name, "mimeType": "application/octet-stream", "buffer": content}


async def choose(someone: Person, *files: dict) -> None:
    async with someone.page.expect_file_chooser() as chooser:
        await someone.page.get_by_role("button", name="Attach files", exact=True).click()
    await (await chooser.value).set_files(list(files))


def tray(someone: Person):
    return someone.page.get_by_role("list", name="Goes with your message")


def log(someone: Person):
    return someone.page.get_by_role("log")


async def test_a_pasted_image_and_a_document_reach_the_other(two):
    mentor, mentee = two
    box = await mentee.page.get_by_role("textbox", name="Message").element_handle()
    await mentee.page.evaluate(PASTE, [box, list(image("PNG", (900, 600)))])
    await tray(mentee).get_by_text("Image, ").wait_for()
    await choose(mentee, file("plan.pdf", pdf((595, 842))), file("odd.bin", b"\x7fELF" + bytes(99)))
    await tray(mentee).get_by_text("PDF, 1 page").wait_for()
    await tray(mentee).get_by_text("Files of this kind are not taken").wait_for()
    await tray(mentee).get_by_role("button", name="Remove: odd.bin", exact=True).click()

    await mentee.page.reload()  # what is up is kept
    await tray(mentee).get_by_text("whiteboard.png").wait_for()
    await mentee.say("Where we stand")
    await expect(tray(mentee)).to_have_count(0)
    shot = log(mentor).get_by_role("button", name="Open: whiteboard.png", exact=True)
    await shot.wait_for()
    picture = shot.locator("img")
    assert await picture.evaluate("(img) => img.decode().then(() => [img.width, img.height])") == [320, 213]
    await log(mentor).get_by_role("button", name="Open: plan.pdf, PDF, 1 page").click()
    viewer = mentor.page.get_by_role("dialog", name="plan.pdf")
    await viewer.get_by_role("img", name="plan.pdf, page 1 of 1").wait_for()
    async with mentor.page.expect_download() as download:
        await viewer.get_by_role("button", name="Download", exact=True).click()
    assert (await download.value).suggested_filename == "plan.pdf"
    assert not mentor.errors
    assert not mentee.errors


async def test_ten_files_at_once_come_up_a_few_at_a_time(two):
    mentor, mentee = two
    await choose(mentee, *(file(f"page {n}.txt", TEXT) for n in range(10)))
    await expect(tray(mentee).get_by_text("Text, 23 bytes")).to_have_count(10)
    await mentee.page.get_by_role("button", name="Send", exact=True).click()
    await expect(log(mentor).get_by_role("button", name="Open: page ")).to_have_count(10)


async def test_a_voice_note_is_recorded_listened_to_and_heard_by_the_other(two):
    mentor, mentee = two
    await mentee.page.get_by_role("button", name="Record a voice note", exact=True).click()
    recorder = mentee.page.get_by_role("group", name="Voice note", exact=True)
    await recorder.get_by_text("0:02", exact=True).wait_for()
    await recorder.get_by_role("button", name="Stop recording", exact=True).click()
    await recorder.get_by_role("button", name="Play", exact=True).click()
    await recorder.get_by_role("button", name="Pause", exact=True).wait_for()
    await recorder.get_by_role("button", name="Send the voice note", exact=True).click()
    note = log(mentor).get_by_role("group", name="Voice note, ").last
    await note.get_by_role("button", name="Play", exact=True).click()
    audio = note.locator("audio")
    await mentor.page.wait_for_function(
        "(audio) => audio.currentTime > 0.3 && audio.error === null", arg=await audio.element_handle()
    )
    assert 1.5 < await audio.evaluate("(audio) => audio.duration") < 60  # finite, and what was said
    assert not mentor.errors
    assert not mentee.errors


async def test_what_waits_for_the_network_survives_a_reload_with_its_files(two):
    mentor, mentee = two
    await mentee.page.route("**/files?*", lambda route: route.abort())
    await choose(mentee, file("notes.txt", TEXT))
    again = tray(mentee).get_by_role("button", name="Try again: notes.txt", exact=True)
    await again.wait_for()
    await mentee.page.unroute("**/files?*")
    await again.click()
    await tray(mentee).get_by_text("Text, ").wait_for()
    await mentee.page.get_by_role("button", name="Send", exact=True).click()
    await log(mentor).get_by_role("button", name="Open: notes.txt, Text").click()
    await mentor.page.get_by_role("dialog", name="notes.txt").get_by_text("A plan in three steps.").wait_for()


@every_form
async def test_nothing_is_wrong_with_files_and_the_recorder(person, size, theme):
    mentee = await person("mentee@demo.example", size=size, theme=theme)
    await mentee.open_mentorship("Samuel Mwangi")
    form = f"{size['width']}-{theme}"
    await choose(
        mentee,
        file("board.png", image("PNG", (600, 800))),
        file("A rather long name of a plan.pdf", pdf((1, 1))),
    )
    await tray(mentee).get_by_text("PDF, 1 page").wait_for()
    await mentee.say("Two things")
    await log(mentee).get_by_role("button", name="Open: board.png", exact=True).wait_for()
    await choose(mentee, file("notes.txt", TEXT), file("odd.bin", b"\x7fELF" + bytes(99)))
    await tray(mentee).get_by_text("Files of this kind are not taken").wait_for()
    wrong = await examine(mentee, f"chat-files-{form}")
    await mentee.page.get_by_role("button", name="Record a voice note", exact=True).click()
    stop = mentee.page.get_by_role("button", name="Stop recording", exact=True)
    await stop.wait_for()
    wrong += await examine(mentee, f"chat-recording-{form}")
    await stop.click()
    await mentee.page.get_by_role("button", name="Send the voice note", exact=True).wait_for()
    wrong += await examine(mentee, f"chat-recorded-{form}")
    await mentee.page.get_by_role("button", name="Send the voice note", exact=True).click()
    await log(mentee).get_by_role("group", name="Voice note, ").last.wait_for()
    wrong += await examine(mentee, f"chat-voice-{form}")
    await log(mentee).get_by_role("button", name="Open: board.png", exact=True).click()
    await mentee.page.get_by_role("dialog", name="board.png").wait_for()
    wrong += await examine(mentee, f"chat-viewer-{form}")
    assert wrong == []
