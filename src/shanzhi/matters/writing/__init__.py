"""Every act that changes a matter: read, decide, write, and carry on with what follows, in one transaction."""
