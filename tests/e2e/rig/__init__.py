"""The outside world of the end-to-end tests: real mail servers, and strict stand-ins where no real one can be installed."""
