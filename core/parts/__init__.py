"""Parts of pages that are kept ready: found again by everything that they were drawn from, never by a name."""
