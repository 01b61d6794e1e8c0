"""Real publishers' pages and feeds, which lie beside the repository where there are any."""

import gzip
from pathlib import Path

import pytest

DATA = Path(__file__).parents[2].parent / "shared" / "data"

needs_data = pytest.mark.skipif(not DATA.is_dir(), reason=f"real pages and feeds are not here: no {DATA}")


def real_files(pattern: str) -> list[Path]:
    return sorted(DATA.glob(pattern))


def content(path: Path) -> bytes:
    return gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
