-- A project that the API does not know stops the run.
--
-- project:  no-such-project
-- effects:  qubitro.create_device
-- status:   rejected
-- error:    the API does not know the project, or the key may not see it (HTTP 404
-- requests: 1
-- exit:     78
for n = 1, 3 do
  qubitro.create_device { name = "d" .. n, source = "mqtt" }
end
