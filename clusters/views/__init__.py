"""Pages of a cluster's people and settings, of invitations, and of the administration of clusters."""
