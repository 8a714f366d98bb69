-- What a script prints or raises shows neither the token nor the key.
--
-- effects:  qubitro.create_device host.log.error
-- status:   created
-- output:   token [masked]
-- error:    script failed: 
-- error:    token=[masked]
-- error:    leaked [masked]
-- exit:     1
local device = qubitro.create_device { name = "d", source = "mqtt" }
local token = device.credentials.device_token
print("token " .. token)
host.log.error("noted token=" .. token)
error("leaked " .. token)
