"""Sources laid out for the page and its downloads: `drivers`, and the `money` by what it rests on, as it is `asked`."""
