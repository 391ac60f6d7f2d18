"""Kinds of part that the product does not have, as somebody would add them."""
