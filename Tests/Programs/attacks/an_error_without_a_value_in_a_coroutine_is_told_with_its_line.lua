-- error() inside a coroutine or a branch: the report shows the line of the raise there, too.
--
-- technique: G01 G08
-- error:     script failed: (error object is a nil value)
-- error:     :8: in
-- exit:      1
local function fail()
  error()
end
coroutine.wrap(fail)()
