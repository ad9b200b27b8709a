// MarketDefinition
