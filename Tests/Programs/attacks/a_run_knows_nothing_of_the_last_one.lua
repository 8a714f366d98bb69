-- Nothing that a script leaves in globals, libraries, modules or the host's tables is there in the
-- next run.
--
-- technique: C11
-- effects:   qubitro.create_device
-- status:    created
-- requests:  1
-- rerun:     unchanged exit 0 requests 0
for _, place in ipairs { _G, string, qubitro, require("row") } do
  assert(place.left_behind == nil)
  place.left_behind = "a secret"
end
qubitro.create_device { name = "d", source = "mqtt" }
