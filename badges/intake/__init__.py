"""Taking in what learners did: receipts, the receiver, the sweep."""
