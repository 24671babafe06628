"""View V8: how sustainable reintegration is, by group, area and kind of return."""
