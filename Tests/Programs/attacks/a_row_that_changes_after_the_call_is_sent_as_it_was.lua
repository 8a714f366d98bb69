-- The host takes a copy before it waits: another branch that changes the row meanwhile changes
-- nothing.
--
-- technique: C10
-- order:     any
-- effects:   qubitro.create_device host.log.info
-- status:    created
-- output:    before	one	two
-- requests:  1
local row = { name = "before", source = "mqtt", tags = { "one", "two" } }
local device
host.parallel {
  function() device = qubitro.create_device(row) end,
  function()
    row.name, row.source, row.descripton = "after", "lora", "?"
    row.tags[1], row.tags[2] = "changed", nil
    host.log.info("changed")
  end,
}
print(device.name, device.tags[1], device.tags[2])
