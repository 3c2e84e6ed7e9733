"""Analyses of markets, technologies and innovations: weighted comparisons, how firm they are, what they rest on.

It owns which workbook is an analysis, and what was carried over from it into a strategy. Filling in is `workbooks`',
the strategy's answers are the strategy's.
"""
