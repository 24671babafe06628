import events.base
import projections.runner.page
