"""What learners' records prove about their competencies."""
