"""What curators write before it is published: drafts, their changes, previews and publishing. Owns no edition."""
