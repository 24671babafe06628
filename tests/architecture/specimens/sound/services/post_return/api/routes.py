import fastapi

import services.post_return.application.record
