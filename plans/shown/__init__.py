"""What pages and files show of the room: the plan grouped and added up, drawings, the year. No service imports it."""
