"""Directives and nodes: the questions that pages ask, put into a tree, and their answers taken out of it."""
