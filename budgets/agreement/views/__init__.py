"""Pages of agreement: `proposals` (what is put to the groups), `positions`, the `board`, `disputes`, the `sign_off`."""
