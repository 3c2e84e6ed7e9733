"""The yearly plan and report to a funder: its narrative, what is pulled into it, and what was frozen when it was sent.

It owns no activity and no KPI: it reads them, and freezes what they said. Filling in is `workbooks`'.
"""
