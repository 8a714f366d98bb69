-- A module whose body calls the host; its only line shows how often it runs.
local name, path = ...
print("counted runs as", name, path:find("lib/counted.lua", 1, true) ~= nil)
host.log.info("a module's body")
return { name = "counted" }
