-- The script's coroutines behave as Lua's: errors come out of resume, wrap and nested ones, and
-- close runs what is pending.
--
-- effects:  host.log.info x3
-- output:   false	errors_cross_coroutines_both_ways.lua:14: from inside
-- output:   false	errors_cross_coroutines_both_ways.lua:19: nested
-- output:   closed	false
-- output:   dead	suspended
local function where(message)
  return (message:gsub("^.*/", ""))
end
local failing = coroutine.create(function()
  host.log.info("before the error")
  error("from inside")
end)
local ok, message = coroutine.resume(failing)
print(ok, where(message))
local _, nested = pcall(coroutine.wrap(function()
  coroutine.wrap(function()
    host.log.info("two levels down")
    error("nested", 0)
  end)()
end))
print(_, where(nested))
local pending = coroutine.create(function()
  local guard <close> = setmetatable({}, { __close = function()
    print("closed", (coroutine.isyieldable()))
  end })
  coroutine.yield()
end)
coroutine.resume(pending)
coroutine.close(pending)
local untouched = coroutine.create(function() end)
host.log.info("still here")
print(coroutine.status(pending), coroutine.status(untouched))
