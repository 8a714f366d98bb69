-- A chain of a thousand suspended coroutines, each of which closes the one before as it is closed:
-- an error, not the end of the process.
--
-- technique: U2
-- effects:   qubitro.create_device
-- status:    created
-- output:    false	true
local last
for _ = 1, 1000 do
  local before = last
  last = coroutine.create(function()
    local guard <close> = setmetatable({}, { __close = function()
      if before then assert(coroutine.close(before)) end
    end })
    coroutine.yield()
  end)
  coroutine.resume(last)
end
local ok, problem = coroutine.close(last)
print(ok, tostring(problem):find("C stack overflow", 1, true) ~= nil)
qubitro.create_device { name = "d", source = "mqtt" }
