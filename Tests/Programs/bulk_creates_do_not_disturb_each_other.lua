-- Two bulk creates side by side: the failure of one, whose branches queue for its iterator, is none
-- of the other's business.
--
-- order:    any
-- effects:  qubitro.create_device x5
-- status:   created x5
-- output:   false	boom
-- output:   true	4
-- rerun:    unchanged x5 exit 0 requests 0
local function rows(prefix, count)
  local n = 0
  return function()
    n = n + 1
    return n <= count and { name = prefix .. n, source = "mqtt" } or nil
  end
end
local outcomes = host.parallel {
  function()
    local options = { concurrency = 4, each = function() error("boom", 0) end }
    return { pcall(qubitro.create_devices, rows("a", 1), options) }
  end,
  function()
    return { pcall(qubitro.create_devices, rows("b", 4), { concurrency = 3 }) }
  end,
}
print(outcomes[1][1], outcomes[1][2])
print(outcomes[2][1], outcomes[2][2].created)
