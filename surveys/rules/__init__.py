"""What answers say, how sure one can be of it, and what must be hidden: numbers in, numbers out, no Django."""
