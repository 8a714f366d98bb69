-- The function that load reads from may raise, yield, call the host or return no text: load says
-- so, and works as before.
--
-- technique: B05 H01
-- effects:   qubitro.create_device
-- status:    created
-- output:    nil	from the reader
-- output:    nil	attempt to yield across a C-call boundary
-- output:    nil	reader function must return a string
-- output:    nil	true
-- output:    42
print(load(function() error("from the reader", 0) end))
print(coroutine.wrap(function() return load(coroutine.yield) end)())
print(load(function() return {} end))
local _, problem = load(function() qubitro.create_device { name = "never", source = "mqtt" } end)
print(_, problem:find("qubitro.create_device cannot be called here", 1, true) ~= nil)
local parts = { "return ", "6 ", "* 7" }
print(load(function() return table.remove(parts, 1) end)())
qubitro.create_device { name = "d", source = "mqtt" }
