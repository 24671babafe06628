import events.base
import services.post_return.accepts
