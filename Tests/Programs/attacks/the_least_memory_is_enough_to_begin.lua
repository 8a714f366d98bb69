-- With the least memory that may be given a script begins, calls the host, and ends by the limit
-- when it passes it, not before.
--
-- technique: E13 E14
-- limits:    memory=4M
-- effects:   qubitro.create_device x2 host.log.info
-- status:    created x2
-- output:    d
-- error:     :19: the script needs more memory than it may have (--max-memory)
-- exit:      65
-- rerun:     unchanged x2 exit 65 requests 0
print(qubitro.create_device { name = "d", source = "mqtt" }.name)
local held = {}
while collectgarbage("count") < 3500 do
  held[#held + 1] = { #held }
end
qubitro.create_device { name = "close to the limit", source = "mqtt" }
host.log.info(("x"):rep(100000))
while true do held[#held + 1] = {} end
