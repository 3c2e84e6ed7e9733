"""The form of templates: one tag a line, without adding or taking a space that a reader could see."""
