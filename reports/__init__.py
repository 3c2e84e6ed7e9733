"""Documents put together from several rooms, and the list of those that people asked for (`Export`)."""
