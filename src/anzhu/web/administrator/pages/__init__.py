"""The pages of the administrator as their templates get them."""
