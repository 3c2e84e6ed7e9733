"""People: the user, sign-in and the profile. Which clusters a person belongs to is `clusters`' business."""
