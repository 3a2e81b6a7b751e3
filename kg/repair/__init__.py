"""From bytes to texts that can be parsed: decoding, merge conflicts, front matter, mojibake."""
