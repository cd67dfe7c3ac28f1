"""From a role in a page to a verdict: roles, what a page uses, where it stands, the judge, the mending."""
