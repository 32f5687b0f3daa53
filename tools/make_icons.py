"""Draw the mark of static/icon.svg as the PNG icons of static/manifest.webmanifest: for home screens.

usage: .venv/bin/python tools/make_icons.py
"""

from pathlib import Path

from PIL import Image, ImageChops, ImageDraw

STATIC = Path(__file__).resolve().parent.parent / "static"
SIZES = (192, 512)
FINER = 4  # drawn so many times as large: then its edges are smooth
WIDTH = 0.62  # of the icon: a system may cut it round (W3C, Web Application Manifest, safe zone)
GROUND, MENTOR, MENTEE, SHARED = "#f9f8f5", "#9dceb7", "#f5d5a3", "#1c5c4a"
VIEW, RADIUS, CENTRES = 40, 12.5, (13, 27)  # as in the SVG


def circle(size: int, centre: float) -> Image.Image:
    """A mask: where the circle is."""
    unit = size * WIDTH / VIEW
    x, y = size / 2 + (centre - VIEW / 2) * unit, size / 2
    mask = Image.new("L", (size, size))
    r = RADIUS * unit
    ImageDraw.Draw(mask).ellipse((x - r, y - r, x + r, y + r), fill=255)
    return mask


def draw(size: int) -> Image.Image:
    large = size * FINER
    left, right = (circle(large, centre) for centre in CENTRES)
    icon = Image.new("RGB", (large, large), GROUND)
    for colour, mask in ((MENTOR, left), (MENTEE, right), (SHARED, ImageChops.multiply(left, right))):
        icon.paste(colour, mask=mask)
    return icon.resize((size, size), Image.Resampling.LANCZOS)


if __name__ == "__main__":
    for size in SIZES:
        draw(size).save(STATIC / f"icon-{size}.png", optimize=True)
