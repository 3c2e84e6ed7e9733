"""The form in which a file is chosen as an answer."""

from django import forms
from django.utils.translation import gettext_lazy as _

from core.uploads import UploadField


class FileForm(forms.Form):
    """One file, checked by its content."""

    file = UploadField(label=_("File"), error_messages={"required": _("Choose a file.")})
