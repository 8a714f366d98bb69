-- A name template without its counter gives one key to two devices: the second row is an error,
-- never "unchanged".
--
-- effects:  qubitro.create_device x3
-- status:   created rejected created
-- output:   duplicate_key
-- error:    this run has used the key already; does the name lack its counter?
-- requests: 2
-- exit:     1
-- rerun:    unchanged rejected unchanged exit 1 requests 0
qubitro.create_device { name = "sensor", source = "mqtt" }
local _, err = qubitro.create_device { name = "sensor", source = "mqtt" }
print(err.kind)
qubitro.create_device {
  name = "sensor in project 2", key = "sensor", project = "project-2", source = "mqtt",
}
