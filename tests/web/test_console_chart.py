from __future__ import annotations

from datetime import date

from bot.web.chart import BAR, HEIGHT, STEP, Bar, chart_of
from handlers.model import Kind
from handlers.overview import Day


def day(number: int, *counts: int) -> Day:
    return Day(date(2026, 3, number), dict(zip((Kind.ANSWER, Kind.CLARIFY, Kind.GAP), counts, strict=True)))


class TestChart:
    """Bars by which days can be compared."""

    def test_one_scale(self) -> None:
        """The busiest day is as high as the picture, the others in proportion, each kind on top of the one before."""
        chart = chart_of([day(1, 2, 0, 0), day(2, 2, 1, 1)])
        margin = (STEP - BAR) / 2

        assert (chart.highest, chart.width) == (4, 2 * STEP)
        assert chart.columns[0].bars == (Bar(Kind.ANSWER, margin, HEIGHT / 2, HEIGHT / 2),)
        assert chart.columns[1].bars == (
            Bar(Kind.ANSWER, STEP + margin, HEIGHT / 2, HEIGHT / 2),
            Bar(Kind.CLARIFY, STEP + margin, HEIGHT / 4, HEIGHT / 4),
            Bar(Kind.GAP, STEP + margin, 0.0, HEIGHT / 4),
        )

    def test_nothing_asked(self) -> None:
        """Days without a question have no bars, and nothing is divided by nothing."""
        assert [column.bars for column in chart_of([day(1, 0, 0, 0)]).columns] == [()]
