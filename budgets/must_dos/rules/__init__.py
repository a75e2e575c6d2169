"""Rules of must-dos: `proposals` (what may be proposed and decided) and `growth` (the money they are paid from)."""
