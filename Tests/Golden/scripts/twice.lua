-- Depends on an id to come.
local hub = qubitro.create_device { name = "hub", source = "mqtt" }
qubitro.create_device { name = "leaf of " .. hub.id, source = "mqtt" }
print(qubitro.get_device { id = hub.id } ~= nil)
