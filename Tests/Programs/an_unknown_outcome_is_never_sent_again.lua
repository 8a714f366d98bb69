-- A request whose answer is lost may have made a device. The row is unknown, the other rows go on, and no later run sends it again.
--
-- faults:   none 500_after_create 500_before_create drop_after_create drop_before_create truncated_body
-- effects:  qubitro.create_device x7
-- status:   created unknown x5 created
-- output:   unknown unknown unknown unknown unknown
-- error:    created 2, unknown 5
-- error:    the host does not send this key again
-- requests: 7
-- exit:     75
-- rerun:    unchanged unknown x5 unchanged exit 75 requests 0
local kinds = {}
for n = 1, 7 do
  local device, err = qubitro.create_device { name = "d" .. n, source = "mqtt" }
  kinds[#kinds + 1] = err and err.kind
end
print(table.concat(kinds, " "))
