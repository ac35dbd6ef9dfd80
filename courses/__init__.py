"""Where things are taught, and where what a learner did, and what that proves, is written down."""
