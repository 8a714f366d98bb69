-- What a call would carry is held to sixteen megabytes, also where one text stands in it a thousand
-- times, and the script goes on.
--
-- technique: E11
-- effects:   qubitro.create_device
-- status:    created
-- output:    false	argument 2 of host.log.info.rows[18]: makes the call larger than 16 MiB
-- output:    false	argument 1 of host.log.info: makes the call larger than 16 MiB
-- output:    false	argument 1 of qubitro.create_device.tags[18]: makes the call larger than 16 MiB
local function show(ok, problem)
  print(ok, (problem:gsub("^[^ ]*%.lua:%d+: ", "")))
end
local text, rows = ("x"):rep(1000000), {}
for n = 1, 1000 do
  rows[n] = text
end
show(pcall(host.log.info, "m", { rows = rows }))
show(pcall(host.log.info, ("x"):rep(17 << 20)))
show(pcall(qubitro.create_device, { name = "d", source = "mqtt", tags = rows }))
qubitro.create_device { name = "d", source = "mqtt" }
