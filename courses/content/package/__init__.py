"""Reading course packages: files with limits, then texts with the line of every fault."""
