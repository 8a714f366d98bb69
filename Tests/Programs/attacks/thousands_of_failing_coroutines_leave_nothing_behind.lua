-- Twenty thousand wrapped coroutines fail, each with a variable that is still to be closed, and the
-- last errors come from the closing.
--
-- technique: F07
-- limits:    memory=32M
-- effects:   qubitro.create_device
-- status:    created
-- output:    20000	20000	closing
local closed, failed, last = 0, 0, nil
local metatable = { __close = function() closed = closed + 1 error("closing", 0) end }
for _ = 1, 20000 do
  local ok, problem = pcall(coroutine.wrap(function()
    local guard <close> = setmetatable({}, metatable)
    error("body")
  end))
  failed, last = failed + (ok and 0 or 1), problem
end
print(failed, closed, last)
qubitro.create_device { name = "d", source = "mqtt" }
