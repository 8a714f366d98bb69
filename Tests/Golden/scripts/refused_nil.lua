local device = qubitro.create_device { name = "lamp", source = "lora" }
print(device.id)
