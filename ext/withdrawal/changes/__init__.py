"""Two books compared: what a change means, what it asks for, and the commands that say so."""
