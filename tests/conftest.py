"""What holds for all tests."""

from hypothesis import settings

settings.register_profile("house", deadline=None)  # time on a shared machine says nothing about the code
settings.load_profile("house")


def pytest_collection_modifyitems(items):
    """Run fast tests first: what is wrong shows early."""
    items.sort(key=lambda item: item.get_closest_marker("slow") is not None)
