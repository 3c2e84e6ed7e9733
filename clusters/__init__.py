"""The cluster, its people and what they may do: tenancy, roles, invitations and the log of who did what."""
