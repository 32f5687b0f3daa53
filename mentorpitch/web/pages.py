"""The pages and their files. Every page is static/index.html; what it shows is decided in the browser."""

import base64
import hashlib
import re
from collections.abc import Set
from pathlib import Path, PurePosixPath
from typing import Final

from aiohttp import web

from mentorpitch.web.services import SERVICES

# What is served, and as what: `nosniff` makes a wrong guess of the machine's own table fatal. No HTML: a page
# comes with its policy, or not at all.
TYPES: Final[dict[str, str]] = {
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".json": "application/json",
    ".png": "image/png",
    ".svg": "image/svg+xml",
    ".webmanifest": "application/manifest+json",
    ".woff2": "font/woff2",
}
IMPORT_MAP = re.compile(rb'<script type="importmap">(.*?)</script>', re.DOTALL)
THEMES = frozenset({"light", "dark"})
A_WEEK_S = 7 * 24 * 3600


async def page(request: web.Request) -> web.Response:
    """Any page: its theme comes from a cookie, so that the first paint has it."""
    if "." in PurePosixPath(request.path).name:
        raise web.HTTPNotFound
    settings = request.app[SERVICES].settings
    html = (settings.static_dir / "index.html").read_bytes()
    theme = request.cookies.get("theme")
    if theme in THEMES:
        html = html.replace(b'<html lang="en"', f'<html lang="en" data-theme="{theme}"'.encode(), 1)
    return web.Response(
        body=html,
        content_type="text/html",
        charset="utf-8",
        headers={
            "Content-Security-Policy": content_policy(html, {settings.public_url, *settings.allowed_origins}),
            "Permissions-Policy": "camera=(self), microphone=(self), display-capture=(self)",
            "Cache-Control": "no-cache",
            "Vary": "Cookie",
        },
    )


async def file(request: web.Request) -> web.FileResponse:
    """A file under /static/, revalidated by its ETag; fonts, which do not change, are kept for a week."""
    path = PurePosixPath(request.match_info["path"])
    content_type = TYPES.get(path.suffix)
    if content_type is None or any(
        part.startswith(".") or "\\" in part or "\0" in part for part in path.parts
    ):
        raise web.HTTPNotFound
    found = request.app[SERVICES].settings.static_dir / Path(*path.parts)
    if path.is_absolute() or not _is_file(found):
        raise web.HTTPNotFound
    kept = f"public, max-age={A_WEEK_S}" if path.suffix == ".woff2" else "no-cache"
    return web.FileResponse(found, headers={"Content-Type": content_type, "Cache-Control": kept})


def _is_file(path: Path) -> bool:
    try:
        return path.is_file()
    except OSError:  # no such name could be: too long
        return False


def content_policy(html: bytes, origins: Set[str]) -> str:
    """What the page may load: its own files, and the one inline script that is its import map.

    `origins` are those whose sockets it may open; not every browser takes its own under 'self'.
    """
    # ws:// for http://, wss:// for https://; an IPv6 address has no form in a policy.
    sockets = [f"ws{origin.removeprefix('http')}" for origin in sorted(origins) if "[" not in origin]
    scripts = ["'self'"]
    for content in IMPORT_MAP.findall(html):
        digest = base64.b64encode(hashlib.sha256(content).digest()).decode()
        scripts.append(f"'sha256-{digest}'")
    return "; ".join(
        [
            "default-src 'self'",
            f"script-src {' '.join(scripts)}",
            "style-src 'self'",
            "img-src 'self' data: blob:",
            "media-src 'self' blob: mediastream:",
            f"connect-src 'self' {' '.join(sockets)}",
            "base-uri 'none'",
            "frame-ancestors 'none'",
            "object-src 'none'",
            "form-action 'self'",
        ]
    )


async def add_safety_headers(_request: web.Request, response: web.StreamResponse) -> None:
    """On every answer. No referrer, because set-up and invitation links hold their secret."""
    response.headers["Referrer-Policy"] = "no-referrer"
    response.headers["X-Content-Type-Options"] = "nosniff"
    # No other site may hold a handle on our windows, or make its pages out of our answers.
    response.headers["Cross-Origin-Opener-Policy"] = "same-origin"
    response.headers["Cross-Origin-Resource-Policy"] = "same-origin"
    response.headers["Server"] = "MentorPitch"  # and not which version of what it is built on
