// Funds
