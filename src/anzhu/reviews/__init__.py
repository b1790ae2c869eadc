"""First and final review: queues, claims, marks, decisions, forwarding."""
