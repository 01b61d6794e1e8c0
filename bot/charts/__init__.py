"""Figures → pictures, in a process of their own that lives no longer than it takes."""

from bot.charts.artist import Charts, NotDrawn

__all__ = ["Charts", "NotDrawn"]
