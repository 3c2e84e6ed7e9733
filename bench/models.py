"""The one row that the bare page stores."""

from django.db import models


class Note(models.Model):
    """A few words, for comparison with the save of an answer."""

    text = models.CharField(max_length=200)
    at = models.DateTimeField(auto_now_add=True)
