"""Configuration: what is written is what counts, and a mistake says where it is."""

import re
import tomllib
from pathlib import Path

import msgspec
import pytest

from mentorpitch.config import Config, ConfigError, load

SHIPPED = Path(__file__).parents[2] / "config.toml"


def written(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "config.toml"
    path.write_text(text)
    return path


def test_the_shipped_file_names_every_setting_with_its_default():
    assert tomllib.loads(SHIPPED.read_text()) == msgspec.json.decode(msgspec.json.encode(Config()))


def test_every_setting_of_the_shipped_file_says_why():
    settings = [line for line in SHIPPED.read_text().splitlines() if re.match(r"\w+ =", line)]
    assert settings
    assert [line for line in settings if " # " not in line] == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("[server]\nprot = 1", r"config\.toml:2: server\.prot: .*unknown field `prot`"),
        ("\n\n[serve]\nport = 1", r"config\.toml:3: serve: .*unknown field `serve`"),
        (
            '[log]\n[server]\n# the port\nport = "80"',
            r"config\.toml:4: server\.port: Expected `int`, got `str`",
        ),
        ("[media]\nport = 70000", r"config\.toml:2: media\.port: Expected `int` <= 65535"),
        ("[server]\nallowed_origins = [1]", r"config\.toml:2: server\.allowed_origins: Expected `str`"),
        ('[log]\nlevel = "loud"', r"config\.toml:2: log\.level: Invalid enum value 'loud'"),
        ("[server\n", r"config\.toml: .*line 1"),
    ],
)
def test_a_mistake_names_file_line_key_and_what_was_expected(tmp_path, text, expected):
    with pytest.raises(ConfigError, match=expected):
        load(written(tmp_path, text), {})


def test_a_missing_file_is_named(tmp_path):
    with pytest.raises(ConfigError, match=r"absent\.toml: No such file"):
        load(tmp_path / "absent.toml", {})


def test_the_environment_overrides_the_file(tmp_path):
    path = written(tmp_path, "[server]\nport = 1")
    config = load(path, {"MENTORPITCH__SERVER__PORT": "2", "MENTORPITCH__SERVER__TRUSTED_PROXIES": "a, b"})
    assert (config.server.port, config.server.trusted_proxies) == (2, ("a", "b"))


@pytest.mark.parametrize(
    ("name", "value", "expected"),
    [
        ("MENTORPITCH__SERVER__PROT", "1", r"MENTORPITCH__SERVER__PROT: there is no setting server\.prot"),
        ("MENTORPITCH__SERVER__PORT", "x", r"MENTORPITCH__SERVER__PORT: Expected `int`"),
    ],
)
def test_a_mistake_in_the_environment_is_named(tmp_path, name, value, expected):
    with pytest.raises(ConfigError, match=expected):
        load(written(tmp_path, ""), {name: value})
