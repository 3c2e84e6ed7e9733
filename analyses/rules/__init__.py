"""What a weighted comparison comes to, and how firm it is: pure arithmetic."""
