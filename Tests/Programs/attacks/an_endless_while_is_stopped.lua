-- A while loop that does nothing, for ever, is ended by the time limit on its line; what was made
-- before is recorded.
--
-- technique: D01
-- limits:    stretch=200ms
-- effects:   qubitro.create_device
-- status:    created
-- error:     :13: the script computed too long between two calls of the host (--max-stretch)
-- error:     exit status 65, --max-stretch at
-- exit:      65
-- rerun:     unchanged exit 65 requests 0
qubitro.create_device { name = "d", source = "mqtt" }
while true do end
