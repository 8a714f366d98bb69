-- No assignment, however it is made, puts another function in the place of one of the host's; what
-- is not there yet may be added.
--
-- technique: C04
-- effects:   qubitro.create_device
-- status:    created
-- output:    qubitro.create_device is the host's, and cannot be changed
-- output:    qubitro.create_device is the host's, and cannot be changed
-- output:    qubitro.create_device is the host's, and cannot be changed
-- output:    qubitro is the host's, and cannot be changed
-- output:    host.log.info is the host's, and cannot be changed
-- output:    cannot change a protected metatable
-- output:    added	nil
-- requests:  1
local function fake() return { name = "fake", created = true } end
local function reason(...)
  local _, problem = pcall(...)
  print(problem:match("[%w._]+ is the host's, and cannot be changed") or problem)
end
local real = qubitro.create_device
reason(function() qubitro.create_device = fake end)
reason(load("create_device = ...", "c", "t", qubitro), fake)
local replacing = setmetatable({}, { __newindex = function() qubitro.create_device = fake end })
reason(table.move, { fake }, 1, 1, 1, replacing)
reason(rawset, qubitro, "create_device", fake)
reason(function() host.log.info = fake end)
reason(setmetatable, qubitro, { __index = { create_device = fake } })
table.insert(qubitro, fake)
qubitro.create_webhook = function() return "added" end
print(qubitro.create_webhook(), next(qubitro))
assert(qubitro.create_device == real and require("qubitro").create_device == real)
assert(qubitro.create_device { name = "d", source = "mqtt" }.name == "d")
