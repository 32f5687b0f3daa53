"""The typed shape of config.toml. A typo, a wrong type or an unknown key is an error that says where."""

import re
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any, Literal

import msgspec
from msgspec import Meta

Port = Annotated[int, Meta(ge=0, le=65535)]  # 0: any free one
PREFIX = "MENTORPITCH__"


class Section(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Base of the sections."""


class Server(Section, frozen=True):
    host: str = "127.0.0.1"
    port: Port = 8080
    public_url: Annotated[str, Meta(pattern=r"^(https?://[^/]+)?$")] = ""
    allowed_origins: tuple[Annotated[str, Meta(pattern=r"^https?://[^/]+$")], ...] = ()
    trusted_proxies: tuple[str, ...] = ()
    metrics_token: str = ""


class Store(Section, frozen=True):
    path: str = "data/mentorpitch.sqlite"


class Files(Section, frozen=True):
    path: str = "data/files"
    max_mb: Annotated[int, Meta(ge=1, le=1_000)] = 25
    max_mb_per_pair: Annotated[int, Meta(ge=1, le=1_000_000)] = 500
    max_mb_per_conversation: Annotated[int, Meta(ge=1, le=1_000_000)] = 500
    types: tuple[Annotated[str, Meta(pattern=r"^[a-z]+/[a-z0-9.+-]+$")], ...] = ()


class Media(Section, frozen=True):
    host: str = "0.0.0.0"  # noqa: S104 (media must reach every interface)
    port: Port = 8081
    tcp: bool = True
    tcp_port: Port = 8081
    announced_addresses: tuple[str, ...] = ()
    max_peers: Annotated[int, Meta(ge=2, le=64)] = 12


class Turn(Section, frozen=True):
    urls: tuple[Annotated[str, Meta(pattern=r"^turns?:[^?\s]+(\?transport=(udp|tcp))?$")], ...] = ()
    secret: str = ""
    hours: Annotated[int, Meta(ge=1, le=168)] = 12

    def __post_init__(self) -> None:
        if self.urls and not self.secret:
            raise ValueError("with urls, `secret` is needed too: the one that the TURN server knows")


class Session(Section, frozen=True):
    days: Annotated[int, Meta(ge=1, le=365)] = 30


class Mail(Section, frozen=True):
    host: str = ""
    port: Port = 587
    tls: Literal["starttls", "tls", "none"] = "starttls"
    user: str = ""
    password: str = ""
    sender: str = ""

    def __post_init__(self) -> None:
        if self.host and "@" not in self.sender:
            raise ValueError("with a host, `sender` is needed too: who the mail is from")


class Replies(Section, frozen=True):
    address: Annotated[str, Meta(pattern=r"^([A-Za-z0-9._-]{1,31}@[A-Za-z0-9.-]+)?$")] = ""
    host: str = "127.0.0.1"
    port: Port = 8082


class Webhooks(Section, frozen=True):
    allow_private: bool = False


class Log(Section, frozen=True):
    level: Literal["debug", "info", "warning", "error"] = "info"
    format: Literal["text", "json"] = "text"


class Config(Section, frozen=True):
    server: Server = Server()
    store: Store = Store()
    files: Files = Files()
    media: Media = Media()
    turn: Turn = Turn()
    session: Session = Session()
    mail: Mail = Mail()
    replies: Replies = Replies()
    webhooks: Webhooks = Webhooks()
    log: Log = Log()


class ConfigError(Exception):
    """Names the file, the line and the key, and what was expected there."""


def load(path: Path, environment: Mapping[str, str]) -> Config:
    """Read `path` and lay the environment over it. Raises ConfigError."""
    try:
        text = path.read_text()
    except OSError as error:
        raise ConfigError(f"{path}: {error.strerror}") from error
    try:
        config = msgspec.convert(tomllib.loads(text), Config)
    except tomllib.TOMLDecodeError as error:
        raise ConfigError(f"{path}: {error}") from error
    except msgspec.ValidationError as error:
        key = _key(str(error))
        raise ConfigError(f"{path}:{_line(text, key)}: {'.'.join(key) or 'the file'}: {error}") from error
    return _overlaid(config, environment)


def _overlaid(config: Config, environment: Mapping[str, str]) -> Config:
    tree: dict[str, Any] = msgspec.to_builtins(config)
    for name, value in environment.items():
        if not name.startswith(PREFIX):
            continue
        section, _, key = name.removeprefix(PREFIX).lower().partition("__")
        if key not in tree.get(section, {}):
            raise ConfigError(f"environment: {name}: there is no setting {section}.{key}")
        is_list = not isinstance(tree[section][key], str | int)
        tree[section][key] = [item.strip() for item in value.split(",") if item.strip()] if is_list else value
    try:
        return msgspec.convert(tree, Config, strict=False)
    except msgspec.ValidationError as error:
        section, key = [*_key(str(error)), "", ""][:2]
        raise ConfigError(f"environment: {PREFIX}{section.upper()}__{key.upper()}: {error}") from error


def _key(message: str) -> list[str]:
    """The path of a msgspec message: "Expected `int`, got `str` - at `$.server.port`"."""
    key = [part for part in re.findall(r"`\$([^`]*)`", message)[-1:] for part in part.split(".") if part]
    unknown = re.search(r"unknown field `([^`]*)`", message)
    return [part.split("[")[0] for part in key] + ([unknown[1]] if unknown else [])


def _line(text: str, key: list[str]) -> int:
    """The line where `key` stands, else where its section begins, else 1."""
    section, found = "", 1
    for number, line in enumerate(text.splitlines(), start=1):
        if header := re.match(r"\s*\[([^\[\]]+)\]", line):
            section = header[1].strip()
            if key and section == key[0]:
                found = number
        elif match := re.match(r"\s*([\w-]+)\s*=", line):
            path = [*([section] if section else []), match[1]]
            if key[: len(path)] == path:
                return number
    return found
