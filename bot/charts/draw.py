"""What runs inside the process that draws: figures in on stdin, pictures out on stdout, each one a pickle.

A picture fills a phone's width, with letters as large as a message's. Lines differ in their marks and
dashes as in their colours, which are those that colour-blind people tell apart (Okabe and Ito, 2008).
"""

from __future__ import annotations

import os
import pickle
import signal
import sys
from io import BytesIO
from typing import TYPE_CHECKING, Any

from bot.views.figures import Bars, Figure, Lines

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure as Canvas

SECONDS = 60
"""After which it ends itself, should the parent be gone."""
WIDTH, DPI = 3.9, 240
"""Inches."""
LOWEST = 2.2
LETTERS = 10.5
"""Points: on a picture as wide as a phone, those of a message."""
LABEL_MAX = 44
"""Letters that are as wide as the picture."""
BAR = 0.42
"""Inches of a bar with its label."""
STYLES = (("#0072B2", "o", "-"), ("#D55E00", "s", "--"), ("#009E73", "^", "-."), ("#CC79A7", "D", ":"))
PLAIN, MARKED, INK, FAINT = "#0072B2", "#E69F00", "#222222", "#cccccc"


def main() -> None:
    signal.alarm(SECONDS)
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # a library that prints must not speak on our line
    figures: tuple[Figure, ...] = pickle.load(sys.stdin.buffer)
    pickle.dump(tuple(map(picture, figures)), answers)
    answers.close()


def picture(figure: Figure) -> bytes:
    """As PNG."""
    import matplotlib
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure as Canvas

    # A topic may be called "$x$": nothing of it is mathematics.
    look: Any = {"font.family": "DejaVu Sans", "font.size": LETTERS, "text.parse_math": False, "text.color": INK}
    with matplotlib.rc_context(look):
        canvas = Canvas(figsize=(WIDTH, _height(figure)), dpi=DPI, layout="constrained", facecolor="white")
        axes = canvas.add_subplot()
        axes.spines[["top", "right"]].set_visible(False)
        canvas.suptitle(figure.title, fontweight="bold", fontsize=LETTERS + 1, x=0.02, ha="left", wrap=True)
        if isinstance(figure, Bars):
            _bars(axes, figure)
        else:
            _lines(canvas, axes, figure)
        written = BytesIO()
        FigureCanvasAgg(canvas)
        canvas.savefig(written, format="png")
    return written.getvalue()


def _height(figure: Figure) -> float:
    """As many inches as the bars need; a curve is as high as it is wide."""
    return max(0.5 + BAR * len(figure.bars), LOWEST) if isinstance(figure, Bars) else WIDTH


def _bars(axes: Axes, figure: Bars) -> None:
    """Each under its label, which may be as long as the picture is wide."""
    places = [2.0 * place for place in range(len(figure.bars))]
    most = max((bar.value for bar in figure.bars), default=0) or 1
    for place, bar in zip(places, figure.bars, strict=True):
        hatch = "///" if bar.marked else ""
        colour = MARKED if bar.marked else PLAIN
        axes.barh(place, bar.value, height=0.7, color=colour, hatch=hatch, edgecolor="white" if hatch else colour)
        axes.text(0, place - 0.5, _cut(bar.label), va="bottom")
        axes.text(bar.value + most * 0.02, place, bar.shown, va="center", fontweight="bold")
    axes.set_ylim(max(places, default=0) + 1, -1.6)
    axes.set_xlim(0, most * 1.5)
    axes.spines[["left", "bottom"]].set_visible(False)
    axes.set_xticks([])
    axes.set_yticks([])


def _lines(canvas: Canvas, axes: Axes, figure: Lines) -> None:
    from matplotlib.ticker import MaxNLocator

    places = range(len(figure.days))
    for line, (colour, mark, dashes) in zip(figure.lines, STYLES, strict=False):
        values = [float("nan") if value is None else value for value in line.values]
        every = max(len(places) // 8, 1)
        style: Any = {"color": colour, "marker": mark, "linestyle": dashes, "markevery": every, "linewidth": 2.2}
        axes.plot(places, values, label=_cut(line.label), **style)
    shown = sorted({0, len(places) // 2, len(places) - 1})
    axes.set_xticks(shown, [figure.ticks[place] for place in shown])
    axes.set_ylim(bottom=0)
    axes.yaxis.set_major_locator(MaxNLocator(5, integer=True))
    axes.grid(axis="y", color=FAINT)
    axes.spines["left"].set_visible(False)
    canvas.legend(loc="outside lower left", frameon=False, ncols=1)


def _cut(label: str) -> str:
    return label if len(label) <= LABEL_MAX else label[: LABEL_MAX - 1] + "…"
