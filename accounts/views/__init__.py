"""Pages of sign-in, profile and administration."""
