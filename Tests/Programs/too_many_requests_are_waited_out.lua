-- A 429 created nothing: the same request goes out again after a pause, and the script sees only
-- the device.
--
-- faults:   429 429 none
-- effects:  qubitro.create_device
-- status:   created
-- output:   true
-- requests: 3
-- rerun:    unchanged exit 0 requests 0
print(qubitro.create_device { name = "d", source = "http" }.created)
