"""What pages show of a form: a question's card, a section, the history of an answer. No service imports it."""
