"""What learners say of themselves: answers to surveys, and self-ratings. Nothing here is evidence."""
