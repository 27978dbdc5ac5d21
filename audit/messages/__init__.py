"""Every sentence that a person reads of a file, form or finding, and its renderer."""
