"""Numbers as documents and stored answers hold them, read as exact decimals."""

from decimal import Decimal

LARGEST = 10**15


def is_integer(value: object) -> bool:
    """Tell whether the value is an integer; true and false are not."""
    return isinstance(value, int) and not isinstance(value, bool)


def as_decimal(value: object) -> Decimal | None:
    """Return the number exactly as it was written, or None for what is no number between the limits."""
    if isinstance(value, bool) or not isinstance(value, int | float | Decimal):
        return None
    if not -LARGEST <= value <= LARGEST:  # NaN and the infinities fail this too
        return None
    return Decimal(str(value)) if isinstance(value, float) else Decimal(value)
