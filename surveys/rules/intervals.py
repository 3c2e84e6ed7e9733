"""Intervals of 95 per cent: Wilson's for shares, Student's for means; of differences Newcombe's and Welch's.

All of them suppose that those who were silent are like those who answered.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from math import exp, lgamma, log, sqrt
from statistics import NormalDist

Z = NormalDist().inv_cdf(0.975)
TINY = 1e-300


@dataclass(frozen=True, slots=True)
class Interval:
    """The two limits between which a share, or a change of one, lies with 95 % certainty."""

    low: float
    high: float

    @property
    def holds_zero(self) -> bool:
        """Whether no change at all lies within: then it can be chance."""
        return self.low <= 0 <= self.high


@dataclass(frozen=True, slots=True)
class MeanInterval:
    """The interval of a mean, with what it is made of."""

    low: float
    high: float
    half_width: float
    variance: Fraction
    t: float
    correction: Fraction
    population: int | None
    n: int

    @property
    def spread(self) -> float:
        """The variance of the mean itself."""
        return float(self.variance / self.n * self.correction)


def wilson(count: int, n: int) -> Interval:
    """Return Wilson's score interval of a share, in per cent, without a correction for continuity."""
    p, square = count / n, Z * Z / n
    centre = (p + square / 2) / (1 + square)
    half = Z / (1 + square) * sqrt(p * (1 - p) / n + square / (4 * n))
    # At the ends the formula gives exactly 0 and 1, and the machine almost.
    low = 0.0 if count == 0 else centre - half
    high = 1.0 if count == n else centre + half
    return Interval(100 * low, 100 * high)


def newcombe(first: tuple[int, int], second: tuple[int, int]) -> Interval:
    """Return Newcombe's interval (method 10) of second minus first, in percentage points; each is count and n."""
    (c1, n1), (c2, n2) = first, second
    p1, p2 = 100 * c1 / n1, 100 * c2 / n2
    one, two = wilson(c1, n1), wilson(c2, n2)
    change = p2 - p1
    low = change - sqrt((p2 - two.low) ** 2 + (one.high - p1) ** 2)
    high = change + sqrt((two.high - p2) ** 2 + (p1 - one.low) ** 2)
    return Interval(low, high)


def mean_interval(numbers: Sequence[Fraction], population: int | None) -> MeanInterval | None:
    """Return the interval of a mean; None for fewer than two numbers.

    With a population the width shrinks to nothing as the answers come to be all of it (Cochran 1977).
    """
    n = len(numbers)
    if n < 2:
        return None
    middle = sum(numbers, Fraction(0)) / n
    variance = sum(((number - middle) ** 2 for number in numbers), Fraction(0)) / (n - 1)
    correction = Fraction(1) if not population else max(Fraction(0), 1 - Fraction(n, population))
    t = t_975(n - 1)
    half = t * sqrt(variance / n * correction)
    return MeanInterval(float(middle) - half, float(middle) + half, half, variance, t, correction, population, n)


def welch(first: MeanInterval, second: MeanInterval) -> Interval:
    """Return Welch's interval of second minus first, of the means of two separate samples that may vary differently."""
    change = (second.low + second.high - first.low - first.high) / 2
    one, two = first.spread, second.spread
    if not one + two:
        return Interval(change, change)
    degrees = (one + two) ** 2 / (one**2 / (first.n - 1) + two**2 / (second.n - 1))
    half = t_975(degrees) * sqrt(one + two)
    return Interval(change - half, change + half)


@cache
def t_975(degrees: float) -> float:
    """Return the 97.5 % quantile of Student's t, by halving an interval around it."""
    low, high = 0.0, 1000.0
    for _step in range(200):
        middle = (low + high) / 2
        if middle in (low, high):
            break
        # The probability beyond t on both sides together.
        beyond = _incomplete_beta(degrees / (degrees + middle * middle), degrees / 2, 0.5)
        low, high = (middle, high) if beyond > 0.05 else (low, middle)
    return (low + high) / 2


def _incomplete_beta(x: float, a: float, b: float) -> float:
    """Return the regularised incomplete beta function, by its continued fraction (Lentz)."""
    if x <= 0 or x >= 1:
        return float(x >= 1)
    if x > (a + 1) / (a + b + 2):
        return 1 - _incomplete_beta(1 - x, b, a)
    front = exp(lgamma(a + b) - lgamma(a) - lgamma(b) + a * log(x) + b * log(1 - x)) / a
    c, d = 1.0, 1 / _not_zero(1 - (a + b) * x / (a + 1))
    total = d
    for m in range(1, 400):
        even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m))
        odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))
        for step in (even, odd):
            d = 1 / _not_zero(1 + step * d)
            c = _not_zero(1 + step / c)
            total *= c * d
        if abs(c * d - 1) < 1e-15:
            break
    return front * total


def _not_zero(value: float) -> float:
    return value if abs(value) > TINY else TINY
