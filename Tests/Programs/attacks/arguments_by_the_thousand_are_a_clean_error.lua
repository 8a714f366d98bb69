-- Two hundred thousand arguments to functions of the host and of Lua: each says what it takes, and
-- the script goes on.
--
-- technique: G19
-- effects:   qubitro.create_device host.log.info qubitro.create_device
-- status:    created
-- output:    takes one table with named fields, as in qubitro.create_device{ name = ... }, got
-- ..         200000 arguments
-- output:    takes 2 arguments, got 1002
-- output:    [1] must be a function, got number
-- output:    the module's name must be a string, got number
-- output:    200000	200000
local many = {}
for n = 1, 200000 do many[n] = n end
local function reason(...)
  print((tostring(select(2, pcall(...))):gsub("^.*[%w.]+: ", "")))
end
reason(qubitro.create_device, table.unpack(many))
reason(host.log.info, "m", {}, table.unpack(many, 1, 1000))
reason(host.parallel, many)
reason(require, table.unpack(many))
local count = coroutine.wrap(function(...) return select("#", ...) end)
print(count(table.unpack(many)), (select("#", pcall(table.unpack, many)) - 1))
qubitro.create_device { name = "d", source = "mqtt" }
