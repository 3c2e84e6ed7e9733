"""What the editor calls things: fields, types, faults, changes."""
