-- A yield from a place that nobody resumes is an error on its line, whatever it yields: the host's
-- own waiting cannot be imitated.
--
-- technique: G20 H04
-- effects:   qubitro.create_device
-- status:    created
-- output:    false	attempt to yield from outside a coroutine
-- output:    false	attempt to yield from outside a coroutine
-- output:    false	attempt to yield from outside a coroutine
-- output:    true	1	2	3
local function show(ok, ...)
  if ok then print(ok, ...) else print(ok, (...):match("attempt to .*")) end
end
show(pcall(coroutine.yield, host.null))
show(pcall(host.parallel, { function() coroutine.yield("reply", {}) end }))
show(pcall(function()
  for _ in coroutine.yield do end
end))
show(coroutine.resume(coroutine.create(coroutine.yield), 1, 2, 3))
qubitro.create_device { name = "d", source = "mqtt" }
