"""The web server: waitress, which takes requests in whole before a thread works on them, with limits of our own."""
