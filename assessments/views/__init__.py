"""What people see of self-assessments."""
