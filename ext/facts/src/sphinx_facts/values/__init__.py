"""What can be said: facts and their catalogue, dates, problems and the rules they break."""
