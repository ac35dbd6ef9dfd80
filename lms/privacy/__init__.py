"""What is held of people: the register of it, copies for them, and erasing."""
