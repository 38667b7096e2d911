"""The site: one blueprint per audience. A view parses, calls one action, and answers."""
