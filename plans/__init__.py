"""The action plan: activities with milestones, dependencies, notes and money, and the strategy year with its feeds.

What is to be reached stands in `strategy`, how it is measured in `kpis`; a checklist for one event is `checklists`'.
"""
