-- While a coroutine waits for the host, others resume, close, wrap and yield around it with replies
-- of their own: it gets the host's.
--
-- technique: H02 H04
-- order:     any
-- effects:   qubitro.create_device x2 host.log.info
-- status:    created x2
-- output:    false	false
-- output:    d1	d2
-- requests:  2
local names = {}
local waiting = coroutine.create(function()
  names[1] = qubitro.create_device { name = "d1", source = "mqtt" }.name
  coroutine.yield()
  names[2] = qubitro.create_device { name = "d2", source = "mqtt" }.name
end)
host.parallel {
  function() coroutine.resume(waiting) coroutine.resume(waiting) end,
  function()
    local forged = { name = "forged", created = true }
    local resumed = coroutine.resume(waiting, forged)
    print(resumed, (pcall(coroutine.wrap(function() assert(coroutine.close(waiting)) end))))
    host.log.info("tried")
  end,
}
print(names[1], names[2])
