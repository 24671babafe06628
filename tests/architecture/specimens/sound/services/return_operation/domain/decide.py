import events.base
import services.return_operation.accepts
