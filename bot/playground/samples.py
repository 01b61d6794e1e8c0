"""Small files for people who have none at hand."""

from bot.playground.publisher.picture import Picture

_SKIES = (((38, 70, 120), (240, 170, 120)), ((20, 110, 120), (170, 220, 200)), ((90, 60, 120), (240, 140, 150)))
_GREEN = (30, 80, 70)
_SUN = (250, 220, 150)
_TEXT = "A sample document of the playground.\n"
_MP4 = b"\x00\x00\x00\x18ftypisom\x00\x00\x02\x00isommp41\x00\x00\x00\x08free"


def sample(kind: str, number: int) -> tuple[str, bytes]:
    """File name and content of a photo, video or document; every `number` has its own look."""
    if kind == "photo":
        return f"photo-{number + 1}.png", _landscape(number)
    if kind == "video":
        return f"video-{number + 1}.mp4", _MP4
    return f"notes-{number + 1}.txt", _TEXT.encode()


def _landscape(number: int) -> bytes:
    top, bottom = _SKIES[number % len(_SKIES)]
    picture = Picture(320, 180, top, bottom)
    picture.disc(80 + 50 * (number % 4), 70, 26, _SUN)
    picture.polygon([(0, 180), (0, 130), (90, 95), (190, 150), (260, 110), (320, 140), (320, 180)], _GREEN)
    return picture.png()
