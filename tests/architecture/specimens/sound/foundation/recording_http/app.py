import fastapi

import foundation.recording.recorder
