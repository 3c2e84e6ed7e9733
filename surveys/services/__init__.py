"""What changes companies, rounds and answers."""
