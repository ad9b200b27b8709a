// fixgen
