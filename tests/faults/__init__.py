"""Faults done to the real server on purpose: killed, stopped, starved of disk, cut off from its database."""
