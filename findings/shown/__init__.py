"""Findings as pages show them."""
