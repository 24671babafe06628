import services.return_operation.api.routes
