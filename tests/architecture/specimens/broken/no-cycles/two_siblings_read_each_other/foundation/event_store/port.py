import foundation.vault.keys
