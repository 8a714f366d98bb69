-- A project that the API does not know stops the run.
--
-- project:  no-such-project
-- effects:  qubitro.create_device
-- error:    the API does not know project no-such-project, or the key may not see it (HTTP 404
-- requests: 0
-- exit:     78
for n = 1, 3 do
  qubitro.create_device { name = "d" .. n, source = "mqtt" }
end
