"""What all doors share: who asks, who may enter, and how answers look."""
