"""The console: pages for curators and admins, made on the server, in both languages."""
