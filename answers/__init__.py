"""How an answer is shown, worded, merged, printed and counted, one class for each type; no form, no database row."""
