params {
  text = { type = "string", default = "as it was" },
  tag = { type = "string", default = "old" },
}
qubitro.create_device {
  name = "lamp", source = "mqtt", description = args.text, tags = { args.tag },
}
