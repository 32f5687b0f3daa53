"""Webhooks; for those who lead a programme."""

from typing import Final

from mentorpitch.shapes import Nothing
from mentorpitch.web import webhooks
from mentorpitch.web.ask import Endpoint
from mentorpitch.web.webhooks import Deliveries, Webhooks
from mentorpitch.webhooks.shapes import (
    AskAgain,
    ChangeWebhook,
    Delivery,
    NewWebhook,
    Webhook,
    WithSecret,
)

# ruff: noqa: E501
# fmt: off
WEBHOOKS: Final = (
    Endpoint("GET", "/api/programmes/{programme_id}/webhooks", webhooks.list_of, "manager", Webhooks, "A programme's webhooks"),
    Endpoint("POST", "/api/programmes/{programme_id}/webhooks", webhooks.create, "manager", WithSecret, "Have another server told of what happens; the secret is shown this once", body=NewWebhook, status=201),
    Endpoint("PATCH", "/api/webhooks/{webhook_id}", webhooks.change, "manager", Webhook, "Change a webhook, switch it off or on", body=ChangeWebhook),
    Endpoint("DELETE", "/api/webhooks/{webhook_id}", webhooks.remove, "manager", Nothing, "Remove a webhook with its log"),
    Endpoint("POST", "/api/webhooks/{webhook_id}/secret", webhooks.rotate, "manager", WithSecret, "Make a new secret; for a day the old one signs too", body=AskAgain, status=201),
    Endpoint("POST", "/api/webhooks/{webhook_id}/test", webhooks.try_out, "manager", Delivery, "Send a test", body=AskAgain, status=201),
    Endpoint("GET", "/api/webhooks/{webhook_id}/deliveries", webhooks.list_deliveries, "manager", Deliveries, "What was sent lately, and what came of it"),
    Endpoint("POST", "/api/deliveries/{delivery_id}/send", webhooks.deliver_again, "manager", Delivery, "Send the same once more", body=AskAgain),
)
