"""How often one person may ask for what is dear: generous to people, and no help to programs that never stop."""
