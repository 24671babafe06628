import fastapi

import services.return_operation.application.record
