"""Pages of the register and of accounts, one module per group."""
