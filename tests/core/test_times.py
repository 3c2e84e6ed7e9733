"""Instants as people say them."""

from datetime import UTC, datetime

import pytest
from django.utils import translation

from core.times import moment

NOW = datetime(2026, 11, 24, 22, 30, tzinfo=UTC)  # 23.30 in Copenhagen


@pytest.mark.parametrize(
    ("instant", "danish", "english"),
    [
        (datetime(2026, 11, 24, 11, 3, tzinfo=UTC), "kl. 12.03", "12:03"),
        (datetime(2026, 11, 23, 23, 0, tzinfo=UTC), "kl. 00.00", "00:00"),
        (datetime(2026, 11, 23, 22, 59, tzinfo=UTC), "i går kl. 23.59", "yesterday 23:59"),
        (datetime(2026, 11, 22, 11, 3, tzinfo=UTC), "22. november 2026", "22 November 2026"),
        (datetime(2025, 11, 24, 11, 3, tzinfo=UTC), "24. november 2025", "24 November 2025"),
    ],
)
def test_instant_is_said_as_short_as_it_stays_clear(instant: datetime, danish: str, english: str) -> None:
    with translation.override("da"):
        in_danish = moment(instant, NOW)
    with translation.override("en-gb"):
        in_english = moment(instant, NOW)

    assert (in_danish, in_english) == (danish, english)
