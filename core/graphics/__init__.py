"""Drawings as SVG, and the colours in them: plain arithmetic and text."""
