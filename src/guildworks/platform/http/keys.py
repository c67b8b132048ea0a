"""What API keys and their scopes look like, for whoever reads them before Django is there."""

KEY = "gwk_"  # so an API key begins
ANY_KEY = ""  # the scope of what every key may read
