"""The pictures of the stories: a gradient sky and one simple motif, a little different for every story."""

import math
import random
from collections.abc import Callable, Mapping

from bot.playground.publisher.picture import Colour, Picture, Point, mix

WIDTH, HEIGHT = 960, 540
SKIES: Mapping[str, tuple[Colour, Colour]] = {
    "dawn": ((58, 76, 140), (247, 176, 140)),
    "day": ((86, 156, 214), (222, 238, 246)),
    "night": ((14, 20, 48), (62, 76, 128)),
    "mint": ((24, 94, 104), (176, 222, 204)),
    "rose": ((92, 44, 92), (238, 160, 160)),
}
INK: Colour = (24, 32, 56)
LIGHT: Colour = (255, 244, 214)


def draw(motif: str, key: str) -> bytes:
    """A PNG. `motif` is "sky/shape", such as "dawn/city"; `key` gives the picture its own variation."""
    sky, shape = motif.split("/")
    picture = Picture(WIDTH, HEIGHT, *SKIES[sky])
    SHAPES[shape](picture, random.Random(key))
    return picture.png()


def hills(picture: Picture, chance: random.Random) -> None:
    picture.disc(chance.uniform(200, 760), 190, 62, LIGHT)
    for layer in range(3):
        phase, base = chance.uniform(0, 6), 330 + 70 * layer
        ridge = [(x, base + 36 * math.sin(x / 130 + phase)) for x in range(0, WIDTH + 40, 20)]
        picture.polygon([*ridge, (WIDTH + 40, HEIGHT), (0, HEIGHT)], mix((98, 142, 118), INK, 0.25 + 0.3 * layer))


def city(picture: Picture, chance: random.Random) -> None:
    picture.disc(chance.uniform(160, 800), 150, 48, LIGHT)
    for layer in range(2):
        x = -20.0
        while x < WIDTH:
            width, height = chance.uniform(60, 120), chance.uniform(90, 230) + 60 * (1 - layer)
            picture.rectangle(x, HEIGHT - height, width - 6, height, mix((110, 124, 160), INK, 0.3 + 0.6 * layer))
            if layer:
                _windows(picture, x, HEIGHT - height, width, chance)
            x += width


def grid(picture: Picture, chance: random.Random) -> None:
    picture.rectangle(0, 450, WIDTH, 90, INK)
    legs: list[Point] = [(-46, 452), (-8, 140), (8, 140), (46, 452), (36, 452), (0, 190), (-36, 452)]
    for x in (150 + chance.uniform(-40, 40), 480, 810 + chance.uniform(-40, 40)):
        picture.polygon([(x + across, y) for across, y in legs], INK)
        for y in (190, 240, 290):
            picture.rectangle(x - 76, y, 152, 7, INK)
    for y in (197, 247, 297):
        wire = [(x, y + 26 * math.sin(x / 330 * math.pi) ** 2) for x in range(0, WIDTH + 1, 12)]
        picture.polygon([*wire, *((x, line + 3) for x, line in reversed(wire))], INK)


def compass(picture: Picture, chance: random.Random) -> None:
    picture.disc(480, 270, 190, mix(LIGHT, (86, 156, 214), 0.25))
    picture.disc(480, 270, 176, (24, 52, 110))
    for long, colour in ((110, mix(LIGHT, INK, 0.45)), (165, LIGHT)):
        turn = math.pi / 4 if long == 110 else 0.0
        picture.polygon(_star((480, 270), long, 30, 4, turn), colour)
    for _ in range(24):
        picture.disc(chance.uniform(0, WIDTH), chance.uniform(0, HEIGHT), chance.uniform(1, 2.5), LIGHT)


def bars(picture: Picture, chance: random.Random) -> None:
    height = 90.0
    for column in range(8):
        height += chance.uniform(-20, 70)
        colour = mix((70, 150, 140), LIGHT, column / 9)
        picture.rectangle(120 + column * 92, 470 - height, 64, height, colour)
    picture.rectangle(90, 470, 780, 8, INK)


def ball(picture: Picture, chance: random.Random) -> None:
    picture.rectangle(0, 420, WIDTH, 120, (52, 116, 92))
    x = chance.uniform(360, 600)
    shadow = [(x + 20 + 140 * math.cos(step / 5), 436 + 20 * math.sin(step / 5)) for step in range(32)]
    picture.polygon(shadow, (40, 92, 74))
    picture.disc(x, 300, 130, LIGHT)
    picture.polygon(_star((x, 300), 58, 47, 5, -math.pi / 2), INK)
    for corner in range(5):
        angle = -math.pi / 2 + corner * 2 * math.pi / 5
        picture.disc(x + 104 * math.cos(angle), 300 + 104 * math.sin(angle), 22, INK)


def flakes(picture: Picture, chance: random.Random) -> None:
    hills(picture, chance)
    for _ in range(90):
        picture.disc(chance.uniform(0, WIDTH), chance.uniform(0, HEIGHT), chance.uniform(2, 7), (244, 248, 252))


def books(picture: Picture, chance: random.Random) -> None:
    for shelf in (270, 490):
        x = 60.0
        while x < WIDTH - 90:
            width, height = chance.uniform(22, 52), chance.uniform(120, 180)
            colour = mix(chance.choice([(158, 62, 62), (64, 104, 150), (190, 150, 80), (84, 124, 92)]), LIGHT, 0.15)
            picture.rectangle(x, shelf - height, width - 4, height, colour)
            x += width
        picture.rectangle(40, shelf, WIDTH - 80, 14, INK)


def stars(picture: Picture, chance: random.Random) -> None:
    for _ in range(140):
        picture.disc(chance.uniform(0, WIDTH), chance.uniform(0, 420), chance.uniform(0.8, 2.4), LIGHT)
    x, y = chance.uniform(560, 720), chance.uniform(120, 200)
    picture.polygon([(x, y - 16), (x - 420, y + 110), (x, y + 16)], mix(LIGHT, (62, 76, 128), 0.6))
    picture.disc(x, y, 20, LIGHT)
    picture.polygon([(0, 470), (300, 400), (620, 460), (WIDTH, 410), (WIDTH, HEIGHT), (0, HEIGHT)], INK)


def bridge(picture: Picture, chance: random.Random) -> None:
    picture.disc(chance.uniform(160, 800), 160, 54, LIGHT)
    picture.rectangle(0, 430, WIDTH, 110, mix((60, 104, 150), INK, 0.4))
    for tower in (270, 690):
        picture.rectangle(tower - 12, 170, 24, 270, INK)
        for step in range(1, 9):
            for side in (-1, 1):
                foot = tower + side * step * 26
                picture.polygon([(tower, 180), (tower + 3, 180), (foot + 3, 390), (foot, 390)], INK)
    picture.rectangle(0, 386, WIDTH, 18, INK)


def waves(picture: Picture, chance: random.Random) -> None:
    picture.polygon([(600, 200), (640, 200), (656, 400), (584, 400)], LIGHT)
    picture.rectangle(598, 176, 44, 26, (190, 70, 60))
    picture.polygon([(598, 184), (0, 110), (0, 220), (598, 194)], mix(LIGHT, (238, 160, 160), 0.5))
    for layer in range(3):
        phase, base = chance.uniform(0, 6), 390 + 46 * layer
        crest = [(x, base + 14 * math.sin(x / 50 + phase)) for x in range(0, WIDTH + 20, 10)]
        picture.polygon([*crest, (WIDTH + 20, HEIGHT), (0, HEIGHT)], mix((54, 110, 150), INK, 0.2 + 0.25 * layer))


def cross(picture: Picture, chance: random.Random) -> None:
    picture.rectangle(250, 190, 460, 290, LIGHT)
    picture.polygon([(220, 200), (480, 100), (740, 200)], mix((158, 62, 62), INK, 0.2))
    picture.rectangle(460, 240, 40, 120, (70, 150, 120))
    picture.rectangle(420, 280, 120, 40, (70, 150, 120))
    for x in (290, 350, 570, 630):
        picture.rectangle(x, 380, 40, 60, mix((86, 156, 214), INK, chance.uniform(0, 0.3)))
    picture.rectangle(0, 480, WIDTH, 60, INK)


_ALL = (hills, city, grid, compass, bars, ball, flakes, books, stars, bridge, waves, cross)
SHAPES: Mapping[str, Callable[[Picture, random.Random], None]] = {shape.__name__: shape for shape in _ALL}


def _windows(picture: Picture, x: float, y: float, width: float, chance: random.Random) -> None:
    for row in range(int(y) + 14, HEIGHT - 20, 28):
        for column in range(int(x) + 10, int(x + width) - 22, 20):
            if chance.random() < 0.45:
                picture.rectangle(column, row, 9, 12, mix(LIGHT, (240, 190, 90), 0.5))


def _star(centre: Point, long: float, short: float, rays: int, turn: float) -> list[Point]:
    corners = [(long if step % 2 == 0 else short, turn + step * math.pi / rays) for step in range(2 * rays)]
    return [(centre[0] + length * math.cos(angle), centre[1] + length * math.sin(angle)) for length, angle in corners]
