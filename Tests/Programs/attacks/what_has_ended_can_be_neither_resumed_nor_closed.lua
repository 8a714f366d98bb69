-- The coroutine of a branch, of a wrapped function and of the main chunk may be kept: what has
-- ended stays ended, and what waits is the host's.
--
-- technique: C13 H04
-- effects:   host.log.info
-- output:    false	cannot resume non-suspended coroutine
-- output:    dead	false	string
-- output:    false	cannot resume dead coroutine
-- output:    normal	false	cannot resume non-suspended coroutine
local branch, inner
host.parallel {
  function()
    branch = coroutine.running()
    host.log.info("in a branch")
    coroutine.wrap(function() inner = coroutine.running() end)()
  end,
}
print(coroutine.resume(branch))
print(coroutine.status(branch), (pcall(coroutine.close, branch)), type(debug.traceback(branch)))
print(coroutine.resume(inner, "forged"))
local main = coroutine.running()
coroutine.wrap(function()
  print(coroutine.status(main), coroutine.resume(main, "forged"))
end)()
