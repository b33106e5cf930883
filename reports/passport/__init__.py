"""Where each number comes from: its calculation, its counts, its versions, and an address that stays."""
