"""OpenDocument texts (.odt, .fodt): what they show, as they hold it."""
