"""What the worker does for reminders. Each may run twice without harm."""

from typing import Any

from django_tasks import task


@task(takes_context=True)
def send(context: Any, letter: int) -> None:
    """Send a letter. The task's own id is its claim, so that it goes on where a killed worker had begun."""
    from reminders import services  # noqa: PLC0415 -- the services ask for this task

    services.deliver(letter=letter, claim=str(context.task_result.id))


@task()
def look() -> None:
    """Look for what is due and for what became somebody's."""
    from reminders import services  # noqa: PLC0415 -- the services ask for this task

    services.look()


@task()
def notice() -> None:
    """Look for what became somebody's, and for what was said that concerns somebody."""
    from reminders import services  # noqa: PLC0415 -- the services ask for this task

    services.notice_assignments()
    services.tell()
