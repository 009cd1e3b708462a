"""Results as objects of pandas, xarray and pynapple."""
