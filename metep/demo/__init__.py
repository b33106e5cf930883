"""A synthetic round: institutions that do not exist and answers drawn by a random generator, the same every time."""
