return "the script's own"
