"""What pages and files show of the room: what was loaded, in words, chips and drawings. No service imports it."""
