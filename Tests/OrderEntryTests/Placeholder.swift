// OrderEntry
