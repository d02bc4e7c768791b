"""How people say what is no question to the knowledge: small talk, names of languages, requests to decline."""
