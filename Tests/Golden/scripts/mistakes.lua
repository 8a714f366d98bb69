params { sight = { type = "string" } }
local naming = require "namings"
qubitro.create_devise { name = "lamp", source = "mqtt" }
prnt("on")
host.log.inform("on")
