"""Pages of checklists: the room's `lists`, one running list (`running`), its `items`, and the sheet to print."""
