-- Fails three calls deep, in a coroutine within a branch.
local missing
local function inner()
  return missing.field
end
local function middle()
  local value = inner()
  return value
end
local function outer()
  local generator = coroutine.wrap(function()
    middle()
  end)
  generator()
end
qubitro.create_device { name = "lamp", source = "mqtt" }
host.log.info("about to fail", { deep = true })
host.parallel { outer }
