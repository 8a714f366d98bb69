-- Its __name is ten megabytes of control characters, its __tostring is no function, raises, or
-- returns no text: the report stays short and plain.
--
-- technique: G04
-- output:    4	4
-- error:     script failed: an error that could not be described
-- exit:      1
local name = ("\27[31m\0\r\n"):rep(1000000)
local answers = {
  setmetatable({}, { __tostring = function() return {} end }),
  setmetatable({}, { __tostring = function() error("never") end }),
  setmetatable({}, { __tostring = 7 }), setmetatable({}, { __name = name, __tostring = print }),
}
local raised, refused = 0, 0
for _, object in ipairs(answers) do
  raised = raised + (pcall(error, object) and 0 or 1)
  refused = refused + (pcall(tostring, object) and 0 or 1)
end
print(raised, refused)
error(setmetatable({}, {
  __name = name, __tostring = function() error(setmetatable({}, { __name = name })) end,
}))
