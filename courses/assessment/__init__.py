"""Attempts at quizzes: answers, scores, results."""
