"""Secret ballots (无记名表决) in the store: cards, dealing, casting, closing, opening, the bulletin. Cryptography: `shanzhi.secrecy`."""
