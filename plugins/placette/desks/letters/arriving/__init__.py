"""Where letters come from: a mailbox, or a folder of files. Each is the bytes of a mail from here on."""
