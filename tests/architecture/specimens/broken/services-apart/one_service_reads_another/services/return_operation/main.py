import services.post_return.domain.decide
