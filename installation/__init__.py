"""The installation itself: how it does, what an administrator can try, whom it tells when something stands still."""
