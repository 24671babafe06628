import foundation.event_store.opening
import foundation.recording_http.app
