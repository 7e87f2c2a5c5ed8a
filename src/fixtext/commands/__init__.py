"""The commands of `fixtext`, one module each, loaded when it is called for."""
