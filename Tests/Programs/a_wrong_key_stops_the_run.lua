-- A refused key stops the run at the first device: nothing else could work.
--
-- key:      QB_wrong_key_000000
-- effects:  qubitro.create_device
-- status:   rejected
-- error:    stopped: qubitro.create_device 'd1': the API refused the key (HTTP 401
-- requests: 1
-- exit:     77
for n = 1, 3 do
  qubitro.create_device { name = "d" .. n, source = "mqtt" }
end
print "never reached"
