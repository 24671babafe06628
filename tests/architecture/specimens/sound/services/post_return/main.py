import foundation.event_store.opening
import services.post_return.api.routes
import services.post_return.settings
