"""What every layer may use: errors, words, dates, names, romanisation, writing in one step."""
