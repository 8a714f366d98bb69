-- A mistake in the declaration itself is the script's: it raises on its line.
--
-- effects:  host.log.info
-- output:   params.count: unknown field 'requird' (did you mean 'required'?)
-- output:   params.count: type must be 'string' or 'integer' or 'number' or 'boolean' or 'enum' or
-- ..        'list', got the string "int" (did you mean 'integer'?)
-- error:    :17: params: must come before the first call of the host (host.log.info at
-- error:    17 | params {}
-- exit:     1
local function reason(declaration)
  local _, problem = pcall(params, declaration)
  print(problem.message)
end
reason { count = { type = "integer", requird = true } }
reason { count = { type = "int" } }
host.log.info("too early")
params {}
