-- The only reference to a coroutine that waits is dropped, and garbage is made until all of it is
-- collected: the reply arrives.
--
-- technique: H05
-- limits:    memory=32M
-- order:     any
-- effects:   qubitro.create_device x3 host.log.info
-- status:    created x3
-- output:    a b c
-- requests:  3
local made = {}
local function create(name)
  local device = qubitro.create_device { name = name, source = "mqtt" }
  made[#made + 1] = device.name
end
host.parallel {
  function() coroutine.wrap(create)("a") end,
  function() coroutine.wrap(function() coroutine.wrap(create)("b") end)() end,
  function() host.parallel { function() create("c") end } end,
  function()
    for n = 1, 2000 do local garbage = ("x"):rep(100000) .. n end
    host.log.info("collected")
  end,
}
table.sort(made)
print(table.concat(made, " "))
