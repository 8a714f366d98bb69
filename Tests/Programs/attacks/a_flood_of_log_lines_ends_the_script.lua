-- What is logged counts as output, since the host keeps it until the end and may have to tell it.
--
-- technique: J01 E11
-- limits:    output=64K
-- effects:   host.log.info
-- error:     :8: the script prints more than it may (--max-output)
-- exit:      65
for _ = 1, 3 do host.log.info(("x"):rep(40000)) end
