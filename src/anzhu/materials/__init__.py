"""The folder of an application: slots, the pages in them, and what machines noticed about them."""
