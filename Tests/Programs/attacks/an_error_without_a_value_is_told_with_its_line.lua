-- error() raises nothing at all; the report says so, and still shows the way to it.
--
-- technique: G01
-- output:    false	nil
-- output:    false	nil
-- error:     script failed: (error object is a nil value)
-- error:     :13: in local 'fail'
-- error:     13 |
-- exit:      1
print(pcall(error))
print(pcall(error, nil))
local function fail()
  error()
end
fail()
