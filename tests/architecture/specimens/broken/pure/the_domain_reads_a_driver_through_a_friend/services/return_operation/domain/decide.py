from services.return_operation.domain import friend
