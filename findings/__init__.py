"""The red thread: what hangs together from goal to KPI, activity and value, and where it is broken.

Owns what has been set aside, with its reason, and how many findings there were from month to month. The rules are pure
functions (`findings/rules`); they know no table.
"""
