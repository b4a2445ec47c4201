"""Draws color.png and outline.png: a page with a watching eye. Needs nothing but Python.

    python3 manifests/teams/draw-icons.py

Each pixel is asked at 8 x 8 points of it, which makes edges smooth.
"""

import pathlib
import struct
import zlib

FINE = 8


def box(left, top, right, bottom, radius=0.0):
    """A rectangle with round corners."""
    def inside(x, y):
        dx = max(left + radius - x, x - (right - radius), 0.0)
        dy = max(top + radius - y, y - (bottom - radius), 0.0)
        if radius == 0.0:
            return left <= x <= right and top <= y <= bottom
        return dx * dx + dy * dy <= radius * radius
    return inside


def disc(cx, cy, radius):
    return lambda x, y: (x - cx) ** 2 + (y - cy) ** 2 <= radius * radius


def lens(cx, cy, width, height):
    """What two circles share: the shape of an eye."""
    half, rise = width / 2.0, height / 2.0
    radius = (half * half + rise * rise) / (2.0 * rise)
    upper, lower = disc(cx, cy + radius - rise, radius), disc(cx, cy - radius + rise, radius)
    return lambda x, y: upper(x, y) and lower(x, y)


def cut(shape, *holes):
    return lambda x, y: shape(x, y) and not any(hole(x, y) for hole in holes)


def below_fold(right, top, fold):
    """Leaves the upper right corner out."""
    return lambda x, y: (right - x) + (y - top) >= fold


def within(shape, other):
    return lambda x, y: shape(x, y) and other(x, y)


def paint(size, layers, ground):
    """Rows of (r, g, b, a); layers are (shape, colour), the last on top; ground is None for transparent."""
    rows = []
    for py in range(size):
        row = []
        for px in range(size):
            red = green = blue = alpha = 0
            for sy in range(FINE):
                for sx in range(FINE):
                    x, y = px + (sx + 0.5) / FINE, py + (sy + 0.5) / FINE
                    colour = ground
                    for shape, own in layers:
                        if shape(x, y):
                            colour = own
                    if colour is not None:
                        red, green, blue, alpha = red + colour[0], green + colour[1], blue + colour[2], alpha + 1
            if alpha == 0:
                row.append((255, 255, 255, 0))
            else:
                row.append((round(red / alpha), round(green / alpha), round(blue / alpha), round(255 * alpha / FINE ** 2)))
        rows.append(row)
    return rows


def save(path, rows, has_alpha):
    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    channels = 4 if has_alpha else 3
    # Filter 0 before each row: the bytes of its pixels as they are.
    raw = b"".join(b"\0" + bytes(value for pixel in row for value in pixel[:channels]) for row in rows)
    head = struct.pack(">IIBBBBB", len(rows[0]), len(rows), 8, 6 if has_alpha else 2, 0, 0, 0)
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(raw, 9)) + chunk(b"IEND", b""))


def color():
    blue, white, soft, fold, warm = (0x2F, 0x5B, 0xD7), (255, 255, 255), (0xC3, 0xD0, 0xF4), (0x9D, 0xB2, 0xEE), (0xFF, 0xB0, 0x3A)
    page = within(box(54, 38, 138, 154, 9), below_fold(138, 38, 26))
    return paint(192, [
        (page, white),
        (within(box(112, 38, 138, 64, 4), lambda x, y: (138 - x) + (y - 38) >= 26), fold),
        (box(66, 60, 102, 67, 3.5), soft),
        (box(66, 75, 126, 82, 3.5), soft),
        (lens(96, 117, 68, 42), blue),
        (disc(96, 117, 15), white),
        (disc(96, 117, 9), blue),
        (disc(100, 113, 3), white),
        (disc(137, 53, 17), blue),
        (disc(137, 53, 12.5), warm),
    ], blue)


def outline():
    white = (255, 255, 255)
    page = within(box(5, 2, 27, 30, 3), below_fold(27, 2, 7))
    inner = within(box(7, 4, 25, 28, 1.5), below_fold(25, 4, 6.2))
    eye = cut(lens(16, 19, 16, 10.5), lens(16, 19, 11.8, 6.7))
    return paint(32, [
        (cut(page, inner), white),
        (box(10, 8, 17, 10, 1), white),
        (eye, white),
        (disc(16, 19, 2.1), white),
    ], None)


if __name__ == "__main__":
    here = pathlib.Path(__file__).parent
    save(here / "color.png", color(), has_alpha=False)
    save(here / "outline.png", outline(), has_alpha=True)
