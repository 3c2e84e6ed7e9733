"""Where answers are kept, and how they are read: the protocol, the workbook as its first store, and its SQL."""
