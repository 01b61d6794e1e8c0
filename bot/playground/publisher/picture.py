"""Draws on a small raster and writes it as PNG, with the standard library only."""

import struct
import zlib
from collections.abc import Sequence

Colour = tuple[int, int, int]
Point = tuple[float, float]


class Picture:
    """`width` × `height` pixels over a vertical gradient from `top` to `bottom`."""

    def __init__(self, width: int, height: int, top: Colour, bottom: Colour):
        self.width, self.height = width, height
        self._rows = [bytearray(bytes(mix(top, bottom, y / height)) * width) for y in range(height)]

    def polygon(self, points: Sequence[Point], colour: Colour) -> None:
        edges = list(zip(points, [*points[1:], points[0]], strict=True))
        low, high = min(y for _, y in points), max(y for _, y in points)
        for y in range(max(0, int(low)), min(self.height, int(high) + 1)):
            middle = y + 0.5
            cuts = sorted(
                x1 + (middle - y1) * (x2 - x1) / (y2 - y1)
                for (x1, y1), (x2, y2) in edges
                if (y1 <= middle) != (y2 <= middle)
            )
            for left, right in zip(cuts[::2], cuts[1::2], strict=True):
                self._span(y, left, right, colour)

    def rectangle(self, x: float, y: float, width: float, height: float, colour: Colour) -> None:
        self.polygon([(x, y), (x + width, y), (x + width, y + height), (x, y + height)], colour)

    def disc(self, x: float, y: float, radius: float, colour: Colour) -> None:
        for row in range(max(0, int(y - radius)), min(self.height, int(y + radius) + 1)):
            square = radius**2 - (row + 0.5 - y) ** 2
            if square > 0:
                self._span(row, x - square**0.5, x + square**0.5, colour)

    def png(self) -> bytes:
        header = struct.pack(">IIBBBBB", self.width, self.height, 8, 2, 0, 0, 0)
        lines = b"".join(b"\0" + row for row in self._rows)
        body = _chunk(b"IHDR", header) + _chunk(b"IDAT", zlib.compress(lines, 6)) + _chunk(b"IEND", b"")
        return b"\x89PNG\r\n\x1a\n" + body

    def _span(self, y: int, left: float, right: float, colour: Colour) -> None:
        """Fills one row between two x; the two edge pixels are blended so that slopes look smooth."""
        left, right = max(0.0, left), min(float(self.width), right)
        start, end = int(left), int(right)
        if left >= right:
            return
        if start == end:
            self._blend(y, start, colour, right - left)
            return
        self._rows[y][3 * (start + 1) : 3 * end] = bytes(colour) * (end - start - 1)
        self._blend(y, start, colour, start + 1 - left)
        self._blend(y, end, colour, right - end)

    def _blend(self, y: int, x: int, colour: Colour, part: float) -> None:
        if x < self.width:
            red, green, blue = self._rows[y][3 * x : 3 * x + 3]
            self._rows[y][3 * x : 3 * x + 3] = bytes(mix((red, green, blue), colour, part))


def mix(one: Colour, other: Colour, part: float) -> Colour:
    red, green, blue = (round(a + (b - a) * part) for a, b in zip(one, other, strict=True))
    return red, green, blue


def _chunk(name: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))
