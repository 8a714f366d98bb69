return "from --module-path"
