"""What a service raises when a rule says no. The view shows both kinds, with what was typed."""


class Refusal(Exception):
    """A rule said no: `message` is for the person, `field` names the form's field it belongs to."""

    def __init__(self, message: str, field: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.field = field


class Conflict(Refusal):
    """Somebody else was first: what was sent is based on something that is no longer the newest."""
