-- The stack overflows, and its handler overflows it again, raises, or asserts; on the main chunk,
-- in a coroutine and in a branch.
--
-- technique: F08
-- effects:   qubitro.create_device
-- status:    created
-- output:    9 errors
local function overflow(...) return 1 + overflow(...) end
local function again() return overflow(table.unpack({}, 1, 100)) end
local handlers = {
  again,
  function() error("in the handler") end,
  function(problem) return assert(false, problem) end,
}
local errors = 0
local function attack()
  for _, handler in ipairs(handlers) do
    errors = errors + (xpcall(again, handler) and 0 or 1)
  end
end
attack()
coroutine.wrap(attack)()
host.parallel { attack }
print(errors .. " errors")
qubitro.create_device { name = "d", source = "mqtt" }
