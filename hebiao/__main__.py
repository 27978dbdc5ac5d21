"""``python -m hebiao`` is ``hebiao``."""

from hebiao.cli import main

if __name__ == "__main__":
    main()
