"""What changes checklists: `running` the whole list, `items` one thing on it, `ticks` what is ticked off."""
