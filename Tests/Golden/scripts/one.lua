qubitro.create_device { name = "lamp", source = "mqtt" }
