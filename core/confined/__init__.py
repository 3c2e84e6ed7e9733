"""Work on what strangers sent, in a process that has given up all it does not need: limits of time and memory."""
