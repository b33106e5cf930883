"""What institutions owe, who answers what, and their sign-off."""
