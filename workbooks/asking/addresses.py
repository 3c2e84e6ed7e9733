"""Addresses: of somebody's mail, and on the web, in the one form in which each is kept."""

from abc import abstractmethod
from collections.abc import Mapping

from django.utils.translation import gettext as _

from accounts import emails
from answers.base import AskedT, Stored
from schema.questions import AddressQuestion, EmailQuestion
from schema.texts import is_email, is_web_address
from workbooks.asking.base import Control, Face, InputFault, Posted, Reading, Setting, clean, label_of

LONGEST = 2_000
SCHEMES = ("http://", "https://")


class _Address(Face[AskedT]):
    """One line without a language."""

    @abstractmethod
    def normal(self, typed: str) -> str:
        """Return what was typed as it is kept."""

    @abstractmethod
    def fault(self, address: str) -> str:
        """Return what is wrong with it, or an empty string."""

    def read(self, asked: AskedT, posted: Posted, name: str, before: Stored, setting: Setting) -> Reading:
        typed = clean(posted.one(name)[: 2 * LONGEST]).strip()
        if not typed:
            return Reading(None)
        address = self.normal(typed)
        fault = self.fault(address)
        return Reading(before, (InputFault(name, fault),)) if fault else Reading(address)

    def fill(self, asked: AskedT, value: Stored, name: str, setting: Setting) -> dict[str, list[str]]:
        return {name: [value if isinstance(value, str) else ""]}

    def controls(
        self, asked: AskedT, posted: Posted, name: str, setting: Setting, faults: Mapping[str, str]
    ) -> tuple[Control, ...]:
        label = label_of(asked, setting)
        return (Control(kind="line", name=name, label=label, text=posted.one(name), fault=faults.get(name, "")),)


class EmailFace(_Address[EmailQuestion]):
    """An email address, made into the one form in which addresses are kept."""

    type = "email"

    def normal(self, typed: str) -> str:
        return emails.normal(typed)

    def fault(self, address: str) -> str:
        fits = is_email(address) and not emails.fault_of(address)
        return "" if fits else _("“%(typed)s” is not an email address.") % {"typed": address[:60]}


class AddressFace(_Address[AddressQuestion]):
    """An address on the web; who leaves out the beginning means https."""

    type = "address"

    def normal(self, typed: str) -> str:
        is_bare = not typed.lower().startswith(SCHEMES) and "://" not in typed and "." in typed and ":" not in typed
        return f"https://{typed}" if is_bare else typed

    def fault(self, address: str) -> str:
        if is_web_address(address) and "." in address:
            return ""
        return _("“%(typed)s” is not a web address. Write it like https://example.org.") % {"typed": address[:60]}
