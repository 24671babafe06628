import returnwatch.main
