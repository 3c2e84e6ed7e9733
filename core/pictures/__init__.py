"""Pictures that people send: their size told from the head, and drawn again by a confined child."""
