-- A refused key stops the run before the first device is sent: the project cannot even be listed.
--
-- key:      QB_wrong_key_000000
-- effects:  qubitro.create_device
-- error:    stopped: the API refused the key (HTTP 401
-- requests: 0
-- exit:     77
for n = 1, 3 do
  qubitro.create_device { name = "d" .. n, source = "mqtt" }
end
print "never reached"
