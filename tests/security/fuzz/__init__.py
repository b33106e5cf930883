"""Bad inputs by the thousand: none may end in an error of the server.

A handful of each by default; FUZZ=2000 tries as many for each test, which script/audit does.
"""
