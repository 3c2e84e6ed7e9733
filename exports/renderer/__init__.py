"""WeasyPrint in a process of its own: what it is asked, how it confines itself, what it may read."""
