-- host.parallel returns results in the order of its functions, however they end, and never runs
-- more than `limit` at once.
--
-- order:    any
-- effects:  host.log.info x10
-- output:   1 2 3 4 5	at most 2
local running, most = 0, 0
local functions = {}
for n = 1, 5 do
  functions[n] = function()
    running = running + 1
    most = math.max(most, running)
    host.log.info("one")
    host.log.info("two")
    running = running - 1
    return n
  end
end
print(table.concat(host.parallel(functions, { limit = 2 }), " "), "at most " .. most)
