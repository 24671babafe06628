import foundation.event_store.opening
import services.return_operation.api.routes
import services.return_operation.settings
