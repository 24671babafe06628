import services.return_operation.domain.decide
