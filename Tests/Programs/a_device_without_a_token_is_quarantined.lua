-- The API says "created" and its answer holds no token that can be read: the device exists, a person is needed, and it is not made again.
--
-- faults:   unreadable_body missing_token
-- effects:  qubitro.create_device x3
-- status:   quarantined x2 created
-- error:    created, but its credentials are lost: the answer 201 is no JSON
-- error:    created, but its credentials are lost: the answer 201 holds no token
-- requests: 3
-- exit:     3
-- rerun:    quarantined x2 unchanged exit 3 requests 0
for n = 1, 3 do
  qubitro.create_device { name = "d" .. n, source = "mqtt" }
end
