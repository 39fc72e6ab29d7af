"""The whole database as one file, made while it is in use, and put back so that no subscriber is misled."""
