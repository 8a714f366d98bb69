-- create_devices reads its array row by row: rows that are added, removed and changed meanwhile are
-- as they are when their turn comes.
--
-- technique: G17 C14
-- effects:   qubitro.create_device x3
-- status:    created x3
-- output:    a	b	changed
-- requests:  3
local made = {}
local rows = {
  { name = "a", source = "mqtt" }, { name = "b", source = "mqtt" }, { name = "c", source = "mqtt" },
}
qubitro.create_devices(rows, { concurrency = 1, each = function(device)
  made[#made + 1] = device.name
  if #made == 1 then
    rows[3] = { name = "changed", source = "mqtt" }
    rows[1] = nil
  end
end })
print(table.concat(made, "\t"))
