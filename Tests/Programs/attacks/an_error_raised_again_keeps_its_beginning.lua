-- An error leaves a coroutine, is caught by its parent and raised again from a branch: the report
-- shows the first line, and every passage.
--
-- technique: G08
-- error:     :10: deep down
-- error:     (a coroutine, resumed by)
-- error:     (a branch, started by)
-- exit:      1
local thread = coroutine.create(function()
  local function inner() error("deep down") end
  inner()
end)
host.parallel { function()
  local ok, problem = coroutine.resume(thread)
  error(problem, 0)
end }
