"""The article's body from a page of any publisher, by trafilatura: only in a process that can be killed.

It takes 50 ms for a usual page, 300 ms for a large one. As it is optional, only `generic` imports this module, and
only when it reads a body.
"""

from __future__ import annotations

import trafilatura


def main_text(page: str, url: str) -> str:
    """HTML of the paragraphs; empty when it finds none."""
    found = trafilatura.extract(
        page,
        url=url,
        output_format="html",
        include_comments=False,
        include_tables=False,
        include_images=False,
        include_links=True,
        include_formatting=True,
        with_metadata=False,
    )
    return found or ""
