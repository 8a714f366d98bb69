-- A request whose answer is lost may have made a device. The other rows go on, and at the end the
-- project is looked at: what was made is found, though without its token in this generation; what
-- was not stays unknown until its absence is proven. No run sends it again before that.
--
-- faults:   none 500_after_create 500_before_create drop_after_create drop_before_create
-- ..        truncated_body
-- effects:  qubitro.create_device x7
-- status:   created created quarantined unknown quarantined unknown quarantined
-- output:   unknown unknown unknown unknown unknown
-- error:    created 2, unknown 2, quarantined 3
-- error:    a slow backend may still create it
-- error:    and sends it again only if it is not there
-- requests: 7
-- exit:     75
-- rerun:    unchanged quarantined unknown quarantined unknown quarantined unchanged exit 75
-- ..        requests 0
local kinds = {}
for n = 1, 7 do
  local device, err = qubitro.create_device { name = "d" .. n, source = "mqtt" }
  kinds[#kinds + 1] = err and err.kind
end
print(table.concat(kinds, " "))
