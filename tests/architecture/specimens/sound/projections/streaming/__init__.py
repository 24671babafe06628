import faststream

import projections.runner.page
