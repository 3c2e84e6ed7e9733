"""The person: who they are, how they sign in, what they have chosen for themselves, and the mail that reaches them.

What a person may do in a cluster is not known here; it is the room `clusters` that knows memberships.
"""
