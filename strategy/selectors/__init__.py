"""Strategies with their answers, put together in memory."""
