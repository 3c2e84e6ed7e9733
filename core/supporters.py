"""Who supports a cluster, as a document shows it and as what is frozen keeps it."""

from dataclasses import dataclass

FUNDER, PARTNER = "funder", "partner"


@dataclass(frozen=True, slots=True)
class Supporter:
    """A name and a logo as it is written into a document; empty where its file is missing."""

    name: str
    kind: str
    logo: str = ""
