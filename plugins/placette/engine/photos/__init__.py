"""Photos as strangers send them: opened with suspicion, freed of what they reveal, made small."""
