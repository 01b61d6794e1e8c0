"""Pictures are drawn in a process that is gone afterwards, whatever happens in it."""

from __future__ import annotations

import asyncio
import sys
from datetime import date, timedelta
from pathlib import Path
from struct import unpack

import pytest

from bot.charts import Charts, NotDrawn
from bot.views.figures import Bar, Bars, Line, Lines

DAYS = [date(2026, 5, 1) + timedelta(days=day) for day in range(30)]
FIGURES = (
    Bars("За чим стежать", [Bar("$x_1$ \\frac НАТО", 5, "5"), Bar("Мости " * 20, 0, "не читається", marked=True)]),
    Lines("Читачі", DAYS, [str(day) for day in DAYS], [Line("усі", [None, *range(29)])]),
    Bars("Нічого", []),
)


def children() -> set[int]:
    return {
        int(child) for task in Path("/proc/self/task").iterdir() for child in (task / "children").read_text().split()
    }


async def test_each_figure_is_a_picture_for_a_phone_and_the_library_does_not_stay() -> None:
    before = children()
    async with Charts() as charts:
        pictures = await charts.draw(FIGURES)
        assert await charts.draw([]) == ()
    assert len(pictures) == len(FIGURES)
    for picture in pictures:
        width, height = unpack(">II", picture[16:24])
        assert picture.startswith(b"\x89PNG")
        assert width >= 780
        assert width // 2 < height <= width
        assert len(picture) < 500_000
    assert children() == before
    assert "matplotlib" not in sys.modules


async def test_what_takes_too_long_is_ended() -> None:
    before = children()
    async with Charts(timeout=0.05) as charts:
        with pytest.raises(NotDrawn, match="within"):
            await charts.draw(FIGURES)
    assert children() == before


async def test_a_process_that_dies_is_told() -> None:
    async with Charts() as charts:
        with pytest.raises(NotDrawn, match="ended with"):
            await charts.draw([None])  # type: ignore[list-item]


async def test_who_is_cancelled_leaves_no_process() -> None:
    before = children()
    async with Charts() as charts:
        task = asyncio.create_task(charts.draw(FIGURES))
        while children() == before:
            await asyncio.sleep(0.01)
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
    assert children() == before
