"""`python -m bench`: see script/bench."""

from bench.running import main

main()
