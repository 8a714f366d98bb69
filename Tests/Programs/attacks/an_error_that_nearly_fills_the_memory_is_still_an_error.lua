-- Each level of a recursion puts its error's text twice before the next: where that would not fit,
-- it is the lack of memory that passes on.
--
-- technique: E16
-- limits:    memory=16M
-- output:    false	true
-- effects:   qubitro.create_device
-- status:    created
local function fail(n)
  local _, problem = pcall(n > 0 and fail or error, n > 0 and n - 1 or ("x"):rep(1000000))
  error(problem .. problem)
end
local ok, problem = pcall(fail, 100)
print(ok, problem:find("not enough memory", 1, true) ~= nil)
qubitro.create_device { name = "d", source = "mqtt" }
