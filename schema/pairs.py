"""Which days belong together, by their names."""

from collections.abc import Iterable


def day_pairs(keys: Iterable[str]) -> list[tuple[str, str]]:
    """Return the pairs of date keys of which the second must not be before the first.

    A pair is named alike but for its end: `…start` and `…end`, or `…from` and `…to` (docs/content-format.md).
    """
    known = dict.fromkeys(keys)
    pairs = []
    for first, last in (("start", "end"), ("from", "to")):
        for key in known:
            stem = key.removesuffix(first)
            if stem != key and (stem == "" or stem.endswith("_")) and f"{stem}{last}" in known:
                pairs.append((key, f"{stem}{last}"))
    return pairs
