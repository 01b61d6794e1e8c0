from __future__ import annotations

from pathlib import Path

from bot.locales import LANGUAGES
from tests.gallery.gallery import gallery

FOLDER = Path(__file__).parents[2] / "docs" / "gallery"

if __name__ == "__main__":
    FOLDER.mkdir(exist_ok=True)
    for language in LANGUAGES:
        (FOLDER / f"{language}.md").write_text(gallery(language)[0], encoding="utf-8")
