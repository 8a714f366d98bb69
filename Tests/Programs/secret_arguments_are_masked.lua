-- A secret argument is masked in output, in errors and in the ledger, wherever it turns up.
--
-- args:     token=s3cr3t-t0ken-value
-- output:   token is [masked]
-- error:    [masked] was refused
-- exit:     1
params { token = { type = "string", secret = true, required = true } }
print("token is " .. args.token)
error(args.token .. " was refused")
