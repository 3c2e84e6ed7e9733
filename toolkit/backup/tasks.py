"""The day's backup as a task of the worker: behind whatever somebody waits for."""

from django_tasks import task

from toolkit.backup import keeping


@task(priority=-50)
def make_due() -> None:
    """Make the day's backup unless it is made; a second run of the same task finds it made."""
    keeping.make_if_due()
