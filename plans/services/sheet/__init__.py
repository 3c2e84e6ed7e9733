"""The plan as a spreadsheet: the same columns go out and come in, so that a round trip changes nothing."""
