"""What those who run a site see of it: logs, health, metrics, a page of its state. Nothing here is about answers."""
