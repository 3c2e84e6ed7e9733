"""What the worker does for surveys. Each may run twice without harm."""

from django_tasks import task


@task()
def send_round(round: int) -> None:
    """Send the invitations and reminders of a round that are due."""
    from surveys.services import sending  # noqa: PLC0415 -- the services ask for this task

    sending.send_round(round)


@task()
def look() -> None:
    """Send what is due in every open round."""
    from surveys.services import sending  # noqa: PLC0415 -- the services ask for this task

    sending.look()
