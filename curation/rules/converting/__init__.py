"""Other people's catalogues as documents of the content format, with a list of what the format cannot say."""
