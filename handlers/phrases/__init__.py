"""How people say what is no question to the knowledge: small talk, names of languages, and requests that are declined."""
