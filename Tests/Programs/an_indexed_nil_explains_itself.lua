-- A script that does not look at what create_device returns fails on its own line, and the report
-- says why there was nothing to index.
--
-- effects:  qubitro.create_device
-- status:   rejected
-- error:    :11: attempt to index a nil value (local 'device')
-- error:    the nil may be what a failed create returned: 
-- error:    source must be 'http' or 'mqtt'
-- exit:     1
local device = qubitro.create_device { name = "d", source = "carrier pigeon" }
print(device.id)
