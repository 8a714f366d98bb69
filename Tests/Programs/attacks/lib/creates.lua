-- A module whose body calls the host, also from a coroutine of its own and under pcall.
pcall(coroutine.wrap(function()
  local device = qubitro.create_device { name = "of a module", source = "mqtt" }
  host.log.info("a module's body", { made = device.name })
end))
