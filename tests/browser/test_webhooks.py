"""A manager has another server told: in the programme's settings, with a secret that is shown once."""

import pytest

from tests.browser.examine import every_form, examine

pytestmark = pytest.mark.browser


@every_form
async def test_a_webhook_is_added_and_shows_its_secret_once(person, size, theme):
    manager = await person("manager@demo.example", size=size, theme=theme)
    page = manager.page
    main = page.get_by_role("main")
    await manager.open_programme()
    await main.get_by_role("link", name="Settings", exact=True).click()
    await main.get_by_role("button", name="Add a webhook", exact=True).click()
    dialog = page.get_by_role("dialog")
    await dialog.get_by_label("Address", exact=True).fill("https://127.0.0.1/in")
    add = dialog.get_by_role("button", name="Add and show its secret", exact=True)
    await add.click()
    await dialog.get_by_text("This address cannot be used").wait_for()
    await dialog.get_by_label("Address", exact=True).fill("https://hooks.example.org/in")
    wrong = await examine(manager, f"webhook-new-{size['width']}-{theme}")
    await add.click()
    secret = dialog.get_by_label("Secret", exact=True)
    await secret.wait_for()
    assert (await secret.input_value()).startswith("whsec_")
    wrong += await examine(manager, f"webhook-secret-{size['width']}-{theme}")
    await dialog.get_by_role("button", name="I have it", exact=True).click()
    row = main.get_by_role("listitem").filter(has_text="hooks.example.org")
    await row.get_by_role("button", name="Log", exact=True).click()
    await row.get_by_text("Nothing was sent yet.", exact=True).wait_for()
    wrong += await examine(manager, f"webhooks-{size['width']}-{theme}")
    await row.get_by_role("button", name="Switch off", exact=True).click()
    await row.get_by_text("Switched off", exact=True).wait_for()
    await row.get_by_role("button", name="Remove", exact=True).click()
    await dialog.get_by_role("button", name="Remove", exact=True).click()
    await row.wait_for(state="detached")
    assert wrong == []
