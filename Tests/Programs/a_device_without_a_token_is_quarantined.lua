-- The API says "created" and its answer holds no token that can be read: the device is looked up.
-- The oldest generation never shows a token again, so that a person is needed, and the device is
-- not made again.
--
-- faults:   unreadable_body missing_token
-- effects:  qubitro.create_device x3
-- status:   created quarantined x2
-- output:   unknown unknown
-- error:    'd1' exists, but its credentials are lost: the API shows device
-- error:    'd2' exists, but its credentials are lost: the API shows device
-- requests: 3
-- exit:     3
-- rerun:    quarantined x2 unchanged exit 3 requests 0
local kinds = {}
for n = 1, 3 do
  local device, err = qubitro.create_device { name = "d" .. n, source = "mqtt" }
  kinds[#kinds + 1] = err and err.kind
end
print(table.concat(kinds, " "))
