-- A project's name that looks like a path, a query or another host stays one segment of the
-- address; the API does not know it.
--
-- technique: K01 K02
-- effects:   qubitro.create_device
-- error:     the API does not know project ../projects/project-1/devices?x=#\x0d\nHost:
-- ..         127.0.0.1:1\x0d\n\x0d\n, or the key
-- exit:      78
-- requests:  0
local project = "../projects/project-1/devices?x=#\r\nHost: 127.0.0.1:1\r\n\r\n"
qubitro.create_device { name = "d", source = "mqtt", project = project }
