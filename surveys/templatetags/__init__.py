"""Tags of the pages that companies answer on."""
