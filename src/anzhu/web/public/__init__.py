"""The door everybody may open: home, help, agencies, accounts, verification."""
