"""What a run would take: each rule's job at its own sizes and few of its counts, scaled to all."""
