import contracts.generate
