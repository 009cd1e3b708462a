"""What `mouseface failures` is given and gives: what failed, features, figures."""
