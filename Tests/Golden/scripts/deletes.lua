local lamp = assert(qubitro.create_device { name = "lamp", source = "mqtt" })
print("deleted", qubitro.delete_device { id = lamp.id })
print("again", qubitro.delete_device { id = lamp.id })
