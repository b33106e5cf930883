"""Pages for signed-in analysts: what a round says, and where each number comes from."""
