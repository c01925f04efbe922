"""The pages of this room, one file per subject."""
