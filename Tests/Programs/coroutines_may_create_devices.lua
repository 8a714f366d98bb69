-- Effects work inside the script's own coroutines: a generator creates a device between two yields.
--
-- effects:  qubitro.create_device x2
-- status:   created x2
-- output:   d1
-- output:   d2
-- requests: 2
local function devices()
  for n = 1, 2 do
    coroutine.yield(qubitro.create_device { name = "d" .. n, source = "mqtt" })
  end
end
for device in coroutine.wrap(devices) do
  print(device.name)
end
