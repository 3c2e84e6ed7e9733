"""The list of contents beside a page."""

from dataclasses import dataclass

from core.text import Text


@dataclass(frozen=True, slots=True)
class Heading:
    """A part of the page: its anchor, its words, and its number where the parts are phases."""

    id: str
    label: Text | str
    number: int | None = None

    @property
    def url(self) -> str:
        """Where the list leads."""
        return f"#{self.id}"
