"""Sheets that people send: read as they are seen, in a confined child; what their cells mean is the rooms' business."""
