import services.return_operation.main
