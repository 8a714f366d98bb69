-- Computes until it is stopped, and says when it begins.
qubitro.create_device { name = "lamp", source = "mqtt" }
host.log.info("busy")
host.log.info("now")
while true do end
