"""Fields for what a person is known by: an e-mail in its one form, and a name that is a name."""

import re
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

from accounts import emails
from core.plain import one_line

LONGEST_NAME = 120
# What a mail programme would make a link of; `J.P. Hansen` and `Chr. Hansen` are names.
_ADDRESS = re.compile(r"://|www\.|mailto:|\S@\S", re.IGNORECASE)
_ENDINGS = "com|net|org|info|biz|dk|de|se|no|eu|io|co|me|app|dev|uk|xyz|ru|cn"
_HOST = re.compile(rf"[\w-]{{2}}\.(?:[a-z]{{2,20}}|(?i:{_ENDINGS}))(?![\w])")


class EmailField(forms.EmailField):
    """One e-mail, as one types it or a mail programme puts it on the clipboard; gives its one form."""

    # `validate` knows more than Django's own, which has no room for what mail programmes put around an address.
    default_validators: ClassVar[list[Any]] = []  # type: ignore[misc]  # of the class, as Django keeps it
    default_error_messages = {"invalid": validate_email.message}

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=1000, **kwargs)

    def to_python(self, value: Any) -> str:
        """Take the address out of what stands around it."""
        text = super().to_python(value) or ""
        found = emails.read_list(text)
        return found[0] if len(found) == 1 else emails.normal(text)

    def validate(self, value: Any) -> None:
        """Refuse, in words, what no mail can be sent to."""
        super().validate(value)
        if value and not emails.is_address(value):
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        if value and (fault := emails.too_long(value)):
            raise ValidationError(fault, code="too_long")


class NameField(forms.CharField):
    """What somebody is called: one line, and no address that a mail would make a link of."""

    def __init__(self, *, max_length: int = LONGEST_NAME, allows_hosts: bool = False, **kwargs: Any) -> None:
        super().__init__(max_length=max_length, **kwargs)
        self.allows_hosts = allows_hosts

    def to_python(self, value: Any) -> str:
        """Put it on one line."""
        text = super().to_python(value) or ""
        # Django refuses NUL, in words.
        return text if "\x00" in text else one_line(text)

    def validate(self, value: Any) -> None:
        """Refuse addresses: the name stands in mails to people who do not know its bearer."""
        super().validate(value)
        if holds_address(value[:1000], allows_hosts=self.allows_hosts):
            raise ValidationError(_("Enter a name without a web or email address in it."), code="address")


def holds_address(name: str, *, allows_hosts: bool = False) -> bool:
    """Tell whether a mail programme would make a link of something in the name."""
    return bool(_ADDRESS.search(name) or (not allows_hosts and _HOST.search(name)))
