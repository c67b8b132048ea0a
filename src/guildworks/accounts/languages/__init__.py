"""In which language a person is spoken to: on pages while they are signed in, and in mails."""
