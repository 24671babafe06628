import services.post_return.api.routes
