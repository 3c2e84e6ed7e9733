"""Forms that were sent: counted once when they come twice, and kept when they cannot be taken. Knows no form."""
