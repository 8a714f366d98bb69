-- What a script returns, prints, catches or claims changes nothing: the exit status follows from
-- what became of its devices.
--
-- technique: A02 J05
-- effects:   qubitro.create_device x2
-- status:    rejected created
-- output:    exit status 0
-- error:     created 1, rejected 1
-- error:     , exit status 1
-- exit:      1
-- rerun:     rejected unchanged exit 1 requests 0
os.exit = function(status) print("exit status " .. tostring(status)) end
local _, err = qubitro.create_device { name = "a", source = "lora" }
err.kind, err.status, err.retryable = "created", 201, false
qubitro.create_device { name = "b", source = "mqtt" }
os.exit(0)
return 0
