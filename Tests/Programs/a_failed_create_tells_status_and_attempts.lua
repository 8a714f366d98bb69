-- The cause of a failure comes with it: HTTP status, attempts, key and line; assert raises the same
-- table.
--
-- faults:   429 x5
-- effects:  qubitro.create_device x2
-- status:   rejected x2
-- output:   invalid	nil	nil	true
-- error:    refused for now (HTTP 429: Too Many Requests), after 5 attempts
-- requests: 5
-- exit:     75
local _, err = qubitro.create_device { name = "", source = "mqtt" }
local place = "a_failed_create_tells_status_and_attempts.lua:11"
print(err.kind, err.status, err.attempts, err.where:find(place, 1, true) ~= nil)
assert(qubitro.create_device { name = "d", source = "mqtt" })
