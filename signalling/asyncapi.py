"""The real-time protocol's description (AsyncAPI 3), derived from the contract and its shapes.

A Socket.IO event is a message; each event that is asked is an operation with its acknowledgement as the
reply, each that is told is an operation of the server's.
"""

import inspect
from typing import Any, Final

import msgspec

from mentorpitch.bots.scopes import Scopes
from mentorpitch.errors import ErrorBody
from signalling import contract
from signalling.contract import ASKED, ASKED_BY_BOTS, EPHEMERAL, TOLD, TOLD_TO_BOTS

REF = "#/components/schemas/{name}"
SOCKET: Final = "socket"


def describe(*, cookie: str, version: str) -> dict[str, Any]:
    """Every event of the contract. `cookie` is the name of the session cookie."""
    shapes = list(dict.fromkeys([*_asked_shapes(), *TOLD.values(), ErrorBody]))
    found, components = msgspec.json.schema_components(shapes, ref_template=REF)
    schemas: dict[Any, Any] = dict(zip(shapes, found, strict=True))
    messages: dict[str, Any] = {}
    operations: dict[str, Any] = {}
    for event, (question, answer) in ASKED.items():
        messages[event] = _message(event, question, schemas)
        messages[f"{event}_ack"] = _ack(event, schemas[answer], schemas[ErrorBody])
        operations[event] = {
            **_operation("receive", event, ASKED_BY_BOTS.get(event), people=True),
            "reply": {"channel": _channel(), "messages": [_in_channel(f"{event}_ack")]},
        }
    for event, payload in TOLD.items():
        messages[event] = _message(event, payload, schemas)
        operations[event] = _operation("send", event, TOLD_TO_BOTS.get(event), people=event not in FOR_BOTS)
    return {
        "asyncapi": "3.0.0",
        "info": {
            "title": "MentorPitch in real time",
            "version": version,
            "description": inspect.getdoc(contract),
            "license": {"name": "MIT"},
        },
        "defaultContentType": "application/json",
        "servers": {
            "this": {
                "host": "{host}",
                "protocol": "socket.io",
                "protocolVersion": "5",
                "variables": {"host": {"description": "Where the pages are.", "default": "localhost:8080"}},
                "security": [
                    {"$ref": "#/components/securitySchemes/session"},
                    {"$ref": "#/components/securitySchemes/bot"},
                ],
            }
        },
        "channels": {
            SOCKET: {
                "address": "/socket.io/",
                "description": "The default namespace; every event goes over it.",
                "messages": {name: {"$ref": f"#/components/messages/{name}"} for name in messages},
            }
        },
        "operations": operations,
        "components": {
            "schemas": _without_discriminators(components),
            "messages": messages,
            "securitySchemes": {
                "session": {
                    "type": "httpApiKey",
                    "in": "cookie",
                    "name": cookie,
                    "description": "A person's, from `POST /api/session`. It needs an Origin.",
                },
                "bot": {
                    "type": "userPassword",
                    "description": 'A bot\'s token in the handshake: `auth: {"token": …}`. No Origin needed.',
                },
            },
        },
    }


FOR_BOTS: Final = frozenset({"bot_welcome", "reach_changed"})


def _asked_shapes() -> list[Any]:
    return [shape for pair in ASKED.values() for shape in pair]


def _operation(action: str, event: str, scopes: Scopes | None, *, people: bool) -> dict[str, Any]:
    bots = f"a bot with {' or '.join(sorted(scopes))}" if scopes else None
    if event in FOR_BOTS or event in ("resync", "signed_out"):
        bots = "every bot"
    who = [*(["people"] if people else []), *([bots] if bots else [])]
    lasting = " It may be lost and is not stored." if event in EPHEMERAL else ""
    return {
        "action": action,
        "channel": _channel(),
        "messages": [_in_channel(event)],
        "description": f"For: {', '.join(who)}.{lasting}",
    }


def _message(event: str, shape: type[Any], schemas: dict[Any, Any]) -> dict[str, Any]:
    said = inspect.getdoc(shape) or ""
    return {"name": event, "summary": said.partition("\n\n")[0].replace("\n", " "), "payload": schemas[shape]}


def _ack(event: str, answer: Any, error: Any) -> dict[str, Any]:
    def body(ok: bool, name: str, schema: Any) -> dict[str, Any]:
        return {
            "type": "object",
            "properties": {"ok": {"const": ok}, name: schema},
            "required": ["ok", name],
            "additionalProperties": False,
        }

    return {
        "name": f"{event}_ack",
        "summary": f"The acknowledgement of {event}: its data, or why not.",
        "payload": {"oneOf": [body(True, "data", answer), body(False, "error", error)]},
    }


def _without_discriminators(schema: Any) -> Any:
    """An OpenAPI discriminator is an object, which AsyncAPI does not know; the tags tell shapes apart."""
    match schema:
        case dict():
            return {
                name: _without_discriminators(inside)
                for name, inside in schema.items()
                if name != "discriminator" or "propertyName" not in inside
            }
        case list() | tuple():
            return [_without_discriminators(inside) for inside in schema]
    return schema


def _channel() -> dict[str, str]:
    return {"$ref": f"#/channels/{SOCKET}"}


def _in_channel(message: str) -> dict[str, str]:
    return {"$ref": f"#/channels/{SOCKET}/messages/{message}"}
