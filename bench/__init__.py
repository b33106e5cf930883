"""Speed and memory (`script/bench`): real servers, real PostgreSQL, the real instrument. Fails nothing."""
