"""What is asked of each service, a module a service, and what its answers say as records."""
