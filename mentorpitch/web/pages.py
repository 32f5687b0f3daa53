"""The pages and their files. Every page is static/index.html; what it shows is decided in the browser."""

import base64
import hashlib
import re
from collections.abc import Set
from pathlib import PurePosixPath

from aiohttp import web

from mentorpitch.web.services import SERVICES

IMPORT_MAP = re.compile(rb'<script type="importmap">(.*?)</script>', re.DOTALL)
THEMES = frozenset({"light", "dark"})
A_YEAR_S = 365 * 24 * 3600


async def page(request: web.Request) -> web.Response:
    """Any page: its theme comes from a cookie, so that the first paint has it."""
    if "." in PurePosixPath(request.path).name:
        raise web.HTTPNotFound
    services = request.app[SERVICES]
    settings = services.settings
    html = (settings.static_dir / "index.html").read_bytes()
    html = html.replace(b'"/static/', f'"/static/{services.assets.version}/'.encode())
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


async def service_worker(request: web.Request) -> web.Response:
    """static/sw.js under the root: a worker has the pages beneath its own address. Never kept unasked."""
    found = request.app[SERVICES].assets.find("sw.js")
    if found is None:
        raise web.HTTPNotFound
    asset, _ = found
    headers = {"Content-Type": asset.content_type, "Cache-Control": "no-cache"}
    return web.Response(body=asset.body, headers=headers)


async def file(request: web.Request) -> web.Response:
    """A file under /static/: kept for good under its version, revalidated by its ETag otherwise."""
    found = request.app[SERVICES].assets.find(request.match_info["path"])
    if found is None:
        raise web.HTTPNotFound
    asset, lasts = found
    packed = asset.packed if "gzip" in request.headers.get("Accept-Encoding", "") else None
    tag = f"{asset.digest}-gz" if packed else asset.digest
    headers = {
        "Content-Type": asset.content_type,
        "Cache-Control": f"public, max-age={A_YEAR_S}, immutable" if lasts else "no-cache",
        "ETag": f'"{tag}"',
        "Vary": "Accept-Encoding",
    }
    if any(known.value == tag for known in request.if_none_match or ()):
        return web.Response(status=304, headers=headers)
    if packed:
        headers["Content-Encoding"] = "gzip"
    return web.Response(body=packed or asset.body, headers=headers)


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
