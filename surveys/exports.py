"""What of this room goes into files."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from exports.sheets import Cell, Sheet
from surveys.models import Company


def companies_sheet(companies: Iterable[Company]) -> Sheet:
    """Return the register in the columns that the import reads."""
    rows: list[tuple[Cell, ...]] = [
        (
            one.name,
            one.registration,
            one.get_size_display(),
            one.get_region_display(),
            one.contact_name,
            one.email,
            one.get_language_display(),
            _("Yes") if one.is_active else _("No"),
            one.agreed_on,
            _("Yes") if one.do_not_ask else _("No"),
        )
        for one in companies
    ]
    headings = (
        _("Company"),
        _("Registration number"),
        _("Size"),
        _("Region"),
        _("Contact"),
        _("Email address"),
        _("Language"),
        _("Member today"),
        _("Agreed to be asked on"),
        _("Do not ask again"),
    )
    return Sheet(_("Member companies"), headings, rows, (34, 14, 24, 26, 24, 34, 10, 10, 14, 14))
