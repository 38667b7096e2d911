"""``wijkaanzet rehearse``."""
import click


@click.command()
def rehearse() -> None:
    """Placeholder."""
