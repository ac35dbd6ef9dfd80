"""Everything that changes a course: importing and publishing."""
