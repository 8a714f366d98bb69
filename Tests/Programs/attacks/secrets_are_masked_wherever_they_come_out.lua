-- A token and a secret argument that are printed, logged, sent in another row, raised as an object
-- or held by a traceback come out masked.
--
-- technique: J04 K07
-- args:      password=hunter2-hunter2
-- effects:   qubitro.create_device host.log.error qubitro.create_device
-- status:    created rejected
-- output:    [masked]	[masked]	x[masked]y
-- output:    {"token": "[masked]"}
-- error:     error failed with [masked] fields="[masked]"
-- error:     source must be 'http' or 'mqtt', got the string "[masked]"
-- error:     script failed: told by an object: [masked]
-- exit:      1
params { password = { type = "string", secret = true } }
local device = qubitro.create_device { name = "d", source = "mqtt" }
local token, password = device.credentials.device_token, args.password
print(token, password, "x" .. token .. "y")
print(('{"token": "%s"}'):format(token))
host.log.error("failed with " .. password, { fields = token })
qubitro.create_device { name = "e", source = password }
error(setmetatable({}, { __tostring = function() return "told by an object: " .. token end }))
