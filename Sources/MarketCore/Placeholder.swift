// MarketCore
