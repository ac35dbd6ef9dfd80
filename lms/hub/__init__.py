"""The public hub: its name and colours, its pages, the ten principles, its news."""
