-- No branch outlives its scope: the first error cancels the siblings at their next call of the
-- host, and is raised again by host.parallel.
--
-- effects:  host.log.info x4
-- output:   false	first
-- output:   1	of 3
local reached = 0
host.log.info("begin")
local function sibling()
  host.log.info("before")
  reached = reached + 1
  host.log.info("after the failure")
  reached = reached + 1
end
print(pcall(host.parallel, {
  sibling,
  function() host.log.info("fails next") error("first", 0) end,
  function() error("never started, or cancelled", 0) end,
}, { limit = 2 }))
print(reached, "of 3")
