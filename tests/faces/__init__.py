"""Human faces, found for real: `make test-faces`, in an environment of its own."""
