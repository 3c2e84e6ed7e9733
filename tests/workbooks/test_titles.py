"""What a copy is called."""

from core.text import Text
from workbooks.titles import LONGEST_TITLE, copied_title


def test_copy_is_called_so_in_each_language_that_the_title_has() -> None:
    assert copied_title(Text(da="Aftale", en="Agreement")) == Text(da="Kopi af Aftale", en="Copy of Agreement")
    assert copied_title(Text(da="Aftale")) == Text(da="Kopi af Aftale")


def test_copy_of_a_long_title_fits_where_titles_stand() -> None:
    made = copied_title(Text(da="a" * LONGEST_TITLE))

    assert len(made.da) == LONGEST_TITLE
