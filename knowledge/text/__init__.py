"""Reading what people write: folding, words, Arabic in Latin letters, language, figures and dates."""
