# Thin: everything happens in lms/dev.py, and `python3 -m lms.dev` does the same.
PYTHON ?= python3

.PHONY: help run test quick shots bench faults setup hostile fuzz check-pdf
.DEFAULT_GOAL := help

help run test quick shots bench faults setup hostile fuzz check-pdf:
	@$(PYTHON) -m lms.dev $@
