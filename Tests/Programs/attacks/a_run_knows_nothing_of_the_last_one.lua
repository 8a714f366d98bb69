-- Nothing that a script leaves in globals, libraries, modules or the host's tables is there in the next run.
--
-- technique: C11
-- effects:   qubitro.create_device
-- status:    created
-- requests:  1
-- rerun:     unchanged exit 0 requests 0
assert(left_behind == nil and string.left_behind == nil and qubitro.left_behind == nil and require("row").left_behind == nil)
left_behind, string.left_behind, qubitro.left_behind, require("row").left_behind = "a secret", "a secret", "a secret", "a secret"
qubitro.create_device { name = "d", source = "mqtt" }
