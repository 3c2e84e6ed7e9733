"""Keeps each e-mail in its one form, and each name on one line; where two people would become one, both stay."""

from typing import Any

import structlog
from django.db import migrations

from accounts.emails import normal
from core.plain import one_line

log = structlog.get_logger(__name__)


def keep_one_form(apps: Any, schema_editor: Any) -> None:
    """Change what is written otherwise; whoever keeps the installation is told which people are there twice."""
    people = apps.get_model("accounts", "User").objects
    addresses = apps.get_model("account", "EmailAddress").objects
    for person in people.order_by("pk").iterator():
        name, email = one_line(person.name)[:120], normal(person.email)
        if name != person.name:
            people.filter(pk=person.pk).update(name=name)
        if email == person.email:
            continue
        twin = people.filter(email__iexact=email).exclude(pk=person.pk).values_list("pk", flat=True).first()
        if twin is not None:
            log.warning("person_is_there_twice", person=person.pk, other=twin)
            continue
        people.filter(pk=person.pk).update(email=email)
        addresses.filter(user_id=person.pk, email__iexact=person.email).update(email=email)


class Migration(migrations.Migration):
    dependencies = [("accounts", "0003_add_device"), ("account", "0009_emailaddress_unique_primary_email")]

    operations = [migrations.RunPython(keep_one_form, migrations.RunPython.noop)]
