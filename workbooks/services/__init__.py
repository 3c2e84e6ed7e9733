"""What changes what is filled in: starting it, saving answers, and who else is there."""
