"""What the subcommands of `mouseface behavior` do; `cli.commands.behavior` lists them."""
