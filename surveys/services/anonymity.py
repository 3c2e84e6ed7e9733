"""What keeps answers apart from who gave them: coarse segments, sealed waiting, and one move by lot at the end."""

import json
import random
from base64 import b64decode, b64encode
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction

from core.submissions import sealing
from surveys.models import SurveyAnswer, SurveyRound, WaitingAnswer
from surveys.rules.statistics import FEWEST

Segment = tuple[str, str]
# Every sealed answer is filled up to a multiple of this, so that its length does not say whose it is.
BLOCK = 4096
# As many are written anew with each that comes.
MIXED = 20
# Drawn from the system, not from a seed that could be found out.
_lot = random.SystemRandom()


def coarse(segments: Sequence[Segment]) -> list[Segment]:
    """Return each company's segment (size, region) made so coarse that at least five share it.

    The region goes first, then the size; what is still rare goes together with the smallest of the others.
    """
    found = list(segments)
    for cut in (lambda size, _region: (size, ""), lambda _size, _region: ("", "")):
        counts = Counter(found)
        found = [cut(*one) if counts[one] < FEWEST else one for one in found]
    counts = Counter(found)
    while 0 < counts[("", "")] < FEWEST and len(counts) > 1:
        smallest = min((one for one in counts if one != ("", "")), key=lambda one: (counts[one], one))
        found = [("", "") if one == smallest else one for one in found]
        counts = Counter(found)
    return found


def sealed(segment: Segment, values: Mapping[str, Any]) -> str:
    """Return an answer sealed with the installation's key, filled up to a length that many have."""
    plain = json.dumps([*segment, values], ensure_ascii=True, sort_keys=True)
    # In letters that are written alike wherever they are: the length of what is sealed must say nothing.
    filled = plain.ljust(-(-len(plain) // BLOCK) * BLOCK).encode()
    return sealing.seal_without_time(b64encode(filled).decode())


def unsealed(one: WaitingAnswer) -> tuple[str, str, dict[str, Any]]:
    """Return an answer that waits: its segment and what was answered."""
    size, region, values = json.loads(b64decode(sealing.unseal(one.sealed)))
    return size, region, values


def put_among(round: SurveyRound, segment: Segment, values: Mapping[str, Any]) -> None:
    """Let an answer wait among others, all written anew in an order drawn by lot; the caller holds the round.

    The place in the table, and the transaction that wrote a row, are those of twenty then, and tell nobody's. Each has
    another key and another seal than before, so two copies of the table have no row in common to set aside. All who
    answer wait for the round meanwhile, so the database is asked no more often than it must be.
    """
    waiting = WaitingAnswer.objects.of(round.cluster).filter(round=round)
    others = dict(waiting.order_by("?").values_list("pk", "sealed")[: MIXED - 1])
    texts = [sealing.unseal(text) for text in others.values()]
    waiting.filter(pk__in=others).delete()
    rows = [sealed(segment, values), *(sealing.seal_without_time(text) for text in texts)]
    _lot.shuffle(rows)
    WaitingAnswer.objects.bulk_create([WaitingAnswer(round=round, sealed=one) for one in rows])


@transaction.atomic
def let_go(round: SurveyRound) -> int:
    """Move what waits over to the answers, all of it at once in an order drawn by lot; return how many.

    Fewer than five stay sealed: whoever has seen the round before would know whose they are.
    """
    waiting = list(WaitingAnswer.objects.of(round.cluster).filter(round=round))
    if len(waiting) < FEWEST:
        return 0
    opened = [unsealed(one) for one in waiting]
    # Asked in fives is not answered in fives: the only one of a size who answered would be known by it.
    segments = coarse([(size, region) for size, region, _values in opened])
    opened = [(*segment, values) for segment, (_size, _region, values) in zip(segments, opened, strict=True)]
    _lot.shuffle(opened)
    SurveyAnswer.objects.bulk_create(
        [SurveyAnswer(round=round, size=size, region=region, values=values) for size, region, values in opened],
        batch_size=200,
    )
    WaitingAnswer.objects.of(round.cluster).filter(round=round, pk__in=[one.pk for one in waiting]).delete()
    return len(opened)


def drawn(rows: Sequence[Any], number: int | None) -> list[Any]:
    """Return so many of the rows, drawn by lot; all of them without a number."""
    if number is None or number >= len(rows):
        return list(rows)
    return _lot.sample(list(rows), number)
