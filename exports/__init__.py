"""Turns plain data into files: PDF by way of HTML, DOCX, XLSX and CSV.

Owns the print look, the sandbox in which WeasyPrint runs and the cache of finished files. Knows no model: what a
document contains is put together in `reports/` and in the rooms' own `exports.py`.
"""
