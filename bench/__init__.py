"""Measurements of speed and memory (`script/bench`): real servers, real PostgreSQL, the real instrument. Fails nothing."""
