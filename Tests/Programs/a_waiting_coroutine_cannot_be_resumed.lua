-- A coroutine that waits for the host belongs to the host: another branch can neither resume nor
-- close it, and its effect gets its reply.
--
-- order:    any
-- effects:  host.log.info x2
-- output:   false	cannot resume coroutine that waits for the host in another branch
-- output:   false	cannot close coroutine that waits for the host in another branch
-- output:   answered
local waiting = coroutine.create(function()
  host.log.info("waits")
  print("answered")
end)
host.parallel {
  function() coroutine.resume(waiting) end,
  function()
    print(coroutine.resume(waiting))
    local ok, message = pcall(coroutine.close, waiting)
    print(ok, (message:gsub("^.*: ", "")))
    host.log.info("done")
  end,
}
