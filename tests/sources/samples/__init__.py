"""Pages and feeds written for these tests, in the shapes that publishers use."""

from pathlib import Path

_FOLDER = Path(__file__).parent


def sample(name: str) -> bytes:
    return (_FOLDER / name).read_bytes()
